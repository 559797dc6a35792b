using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpdeskBridge.Clustering;

/// <summary>
/// Leaves the cluster when the process is asked to stop. First it is not ready any more, so that load balancers send no more calls, while it still
/// answers those that come. Then its work ends (<see cref="GracefulStop"/>). What comes after, and hands its grains over, is Orleans' part.
/// </summary>
internal sealed partial class ClusterLeave(GracefulStop stop, ILogger<ClusterLeave> log) : IHostedLifecycleService, IHealthCheck
{
    /// <summary>Load balancers ask for the readiness every few seconds.</summary>
    private static readonly TimeSpan NoticePeriod = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MaxDrain = TimeSpan.FromSeconds(10);

    private volatile bool _isLeaving;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isLeaving = true;
        Log.Leaving(log);
        try
        {
            await Task.Delay(NoticePeriod, TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The host allows no more time.
        }

        await stop.DrainAsync(MaxDrain, cancellationToken);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        _isLeaving
            ? HealthCheckResult.Unhealthy("This process is leaving the cluster: send calls to the others.")
            : HealthCheckResult.Healthy("This process is a part of the cluster."));

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(2020, LogLevel.Information, "Leaving the cluster: not ready any more; calls are still answered for some seconds")]
        public static partial void Leaving(ILogger logger);
    }
}
