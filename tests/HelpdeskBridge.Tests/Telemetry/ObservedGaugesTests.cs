using System.Diagnostics.Metrics;
using HelpdeskBridge.Telemetry;

namespace HelpdeskBridge.Tests.Telemetry;

public sealed class ObservedGaugesTests
{
    [Fact]
    public void A_gauge_that_can_not_be_observed_does_not_hide_the_others()
    {
        using var meter = new Meter(nameof(ObservedGaugesTests));
        meter.Observe("broken", unit: null, "Fails.", () => throw new InvalidOperationException());
        meter.Observe<long>(
            "late", unit: null, "Fails while it is listed.", () => Enumerable.Range(0, 1).Select(zero => new Measurement<long>(1 / zero)));
        meter.Observe("works", unit: null, "Works.", () => 7);
        var seen = new List<(string Name, long Value)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter == meter)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => seen.Add((instrument.Name, value)));
        listener.Start();

        listener.RecordObservableInstruments();

        seen.ShouldBe([("works", 7)]);
    }
}
