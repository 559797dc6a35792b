using HelpdeskBridge.Conversations;
using HelpdeskBridge.Settings;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Delivery;

/// <summary>
/// Looks now and then for chats in which something should have happened: no agent has answered (<c>Delivery:NotifyAfter</c>), or
/// nobody has said anything (<c>Close:IdleAfter</c>). There is no timer per chat: what is late stands in the store, also after a restart.
/// </summary>
internal sealed partial class QuietChats(
    IDatabase database, Intake intake, Doorbell doorbell, ChannelPolicies policies, BridgeSettings settings, BridgeClock clock, ILogger<QuietChats> log) : BackgroundService
{
    private const int MostPerLook = 200;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var channels = settings.Channels.Keys.Select(name => (Name: name, Policy: policies.Of(name))).Where(channel => IsLookedAt(channel.Policy)).ToList();
        if (channels.Count == 0)
            return;
        using var timer = new PeriodicTimer(Every, clock.Time);
        try
        {
            do
            {
                foreach (var (name, policy) in channels)
                    await LookAsync(name, policy, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private static bool IsLookedAt(ChannelPolicy policy) => policy.IdleAfter is not null || policy.Say(Notice.Waiting) is not null;

    private async Task LookAsync(string channel, ChannelPolicy policy, CancellationToken cancellation)
    {
        try
        {
            var now = clock.Now;
            var (unanswered, silent) = await database.ReadAsync(
                async session => (
                    policy.Say(Notice.Waiting) is null ? [] : await session.FindUnansweredAsync(channel, now - settings.Delivery.NotifyAfter, MostPerLook),
                    policy.IdleAfter is { } limit ? await session.FindSilentAsync(channel, now - limit, MostPerLook) : []),
                cancellation);
            foreach (var id in unanswered)
                await TakeAsync(id, new ConversationInput.NobodyAnswered(), cancellation);
            foreach (var id in silent)
                await TakeAsync(id, new ConversationInput.FellSilent(), cancellation);
        }
        catch (StoreUnavailableException e)
        {
            Log.LookFailed(log, e);
        }
    }

    private async Task TakeAsync(string conversationId, ConversationInput input, CancellationToken cancellation)
    {
        var lanes = await database.WriteAsync(
            async session =>
            {
                // Looked at again, in the transaction that decides: a message may have come meanwhile.
                if (await session.FindConversationAsync(conversationId) is not { } conversation
                    || (input is ConversationInput.FellSilent && await session.IsAnythingWaitingAsync(conversationId)))
                    return [];
                return (await intake.TakeAsync(session, conversation, input)).Lanes;
            },
            cancellation);
        doorbell.Ring(lanes);
    }

    private static partial class Log
    {
        [LoggerMessage(2012, LogLevel.Warning, "Chats could not be looked at for silence; the next look tries again")]
        public static partial void LookFailed(ILogger logger, Exception e);
    }
}
