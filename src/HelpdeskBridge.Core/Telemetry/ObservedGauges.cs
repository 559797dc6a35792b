using System.Diagnostics.Metrics;

namespace HelpdeskBridge.Telemetry;

internal static class ObservedGauges
{
    /// <summary>
    /// Adds a gauge that is observed when the metrics are read. A gauge that can't be observed is left out: an exception would hide all metrics.
    /// </summary>
    /// <param name="meter">The meter.</param>
    /// <param name="name">The name.</param>
    /// <param name="unit">The unit; null: none.</param>
    /// <param name="description">The meaning.</param>
    /// <param name="observe">Gets the present values.</param>
    public static void Observe<T>(this Meter meter, string name, string? unit, string description, Func<IEnumerable<Measurement<T>>> observe)
        where T : struct =>
        meter.CreateObservableGauge(
            name,
            () =>
            {
                try
                {
                    return observe().ToList();
                }
                catch (Exception)
                {
                    return [];
                }
            },
            unit,
            description);

    /// <inheritdoc cref="Observe{T}(Meter, string, string?, string, Func{IEnumerable{Measurement{T}}})"/>
    public static void Observe(this Meter meter, string name, string? unit, string description, Func<long> observe) =>
        meter.Observe<long>(name, unit, description, () => [new Measurement<long>(observe())]);
}
