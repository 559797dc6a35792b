using System.Diagnostics.Metrics;
using HelpdeskBridge.Telemetry;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpdeskBridge.Hosting;

/// <summary>The metric of the parts of readiness. They are checked at an interval, so that reading the metrics changes nothing.</summary>
internal sealed partial class HealthMetrics : PeriodicService
{
    private readonly HealthCheckService _checks;
    private readonly ILogger<HealthMetrics> _log;
    private volatile IReadOnlyDictionary<string, HealthStatus> _parts = new Dictionary<string, HealthStatus>();

    public HealthMetrics(HealthCheckService checks, IMeterFactory meters, BridgeClock clock, ILogger<HealthMetrics> log)
        : base(TimeSpan.FromSeconds(15), clock)
    {
        (_checks, _log) = (checks, log);
        meters.Create(Tracing.SourceName).Observe(
            "bridge.health",
            unit: null,
            "The parts of /health/ready. 2: healthy. 1: somebody should look. 0: not ready.",
            () => _parts.Select(part => new Measurement<int>((int)part.Value, new KeyValuePair<string, object?>("part", part.Key))));
    }

    protected override async Task RunAsync(CancellationToken cancellationToken) =>
        _parts = (await _checks.CheckHealthAsync(cancellationToken)).Entries.ToDictionary(part => part.Key, part => part.Value.Status);

    protected override void OnFailed(Exception e) => LogFailed(_log, e);

    [LoggerMessage(7010, LogLevel.Warning, "The parts of readiness could not be checked for the metrics; the next round tries again")]
    private static partial void LogFailed(ILogger logger, Exception e);
}
