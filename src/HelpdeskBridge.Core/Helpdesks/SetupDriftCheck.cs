using HelpdeskBridge.Telemetry;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Looks again and again whether what <c>setup</c> made in one account is still as the bridge needs it. It begins late and is seldom, and nothing
/// waits for it: a start, above all, costs no request more. Each process looks for itself.
/// </summary>
internal sealed partial class SetupDriftCheck(
    string helpdesk, HelpdeskOptions options, IEnumerable<IHelpdeskFactory> factories, SetupStates states, BridgeClock clock,
    ILogger<SetupDriftCheck> log) : PeriodicService(TimeSpan.FromHours(1), clock)
{
    /// <summary>With <c>Feed=Poll</c> the helpdesk calls no webhook.</summary>
    protected override bool IsNeeded => options.Feed == HelpdeskFeed.Webhook;

    protected override bool RunsAtStart => false;

    protected override TimeSpan FirstInterval => TimeSpan.FromMinutes(5);

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        using var span = Tracing.Begin("check setup");
        span?.SetTag("bridge.helpdesk", helpdesk);
        var setup = factories.Single(factory => factory.Kind == options.Kind).CreateSetup(helpdesk);
        try
        {
            Record(SetupState.Create(await setup.ReadAsync(SetupWishes.None, cancellationToken)));
        }
        catch (HelpdeskSetupException e)
        {
            Record(SetupState.NotKnown(e.Reason));
        }
    }

    protected override void OnFailed(Exception e) => Record(SetupState.NotKnown($"the check failed ({e.GetType().Name})"), e);

    private void Record(SetupState state, Exception? exception = null)
    {
        var before = states.Replace(helpdesk, state);
        switch (state.Status)
        {
            case SetupStatus.Changed when state != before:
                Log.Changed(log, helpdesk, state.Detail);
                break;

            // One line, whatever the reason is the next time.
            case SetupStatus.NotKnown when before.Status != SetupStatus.NotKnown:
                Log.NotKnown(log, exception, helpdesk, state.Detail);
                break;
            case SetupStatus.AsNeeded when before.Status is SetupStatus.Changed or SetupStatus.NotKnown:
                Log.AsNeeded(log, helpdesk);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            3010, LogLevel.Warning, "What was set up in {Helpdesk} is not as the bridge needs it: {Reason}. \"setup plan\" shows the difference")]
        public static partial void Changed(ILogger logger, string helpdesk, string reason);

        [LoggerMessage(3011, LogLevel.Information, "What was set up in {Helpdesk} is as the bridge needs it")]
        public static partial void AsNeeded(ILogger logger, string helpdesk);

        [LoggerMessage(3012, LogLevel.Information, "Whether what was set up in {Helpdesk} is as the bridge needs it is not known: {Reason}")]
        public static partial void NotKnown(ILogger logger, Exception? e, string helpdesk, string reason);
    }
}
