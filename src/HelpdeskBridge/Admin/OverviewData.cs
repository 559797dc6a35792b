using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Http;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Text;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpdeskBridge.Admin;

/// <summary>What the overview is made of.</summary>
internal sealed record OverviewData(DateTimeOffset Now, RecentActivity Activity, HealthReport Health)
{
    public required IReadOnlyDictionary<string, long> OpenConversations { get; init; }

    public required IReadOnlyDictionary<string, long> DeadLetters { get; init; }

    public required IReadOnlyList<Backlog> Waiting { get; init; }

    public required IReadOnlyList<WaitingReads> WaitingReads { get; init; }

    public required IReadOnlyList<ChannelData> Channels { get; init; }

    public required IReadOnlyList<HelpdeskData> Helpdesks { get; init; }
}

/// <summary>What is known about a channel apart from its messages.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Helpdesk">Its helpdesk account.</param>
/// <param name="WebhookHost">The host that JAICP's webhook is at; null: JAICP has not named one.</param>
/// <param name="LastCall">When JAICP last called, as far as this process knows.</param>
/// <param name="Outage">Why the webhook can't be used; null: it can.</param>
internal sealed record ChannelData(string Name, string Helpdesk, string? WebhookHost, DateTimeOffset? LastCall, EndpointOutage? Outage);

/// <summary>What is known about a helpdesk account apart from its messages.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Account">What its adapter knows.</param>
/// <param name="LastWebhook">When it last called, as far as this process knows.</param>
/// <param name="WriteOutage">Why it can't be written; null: it can.</param>
/// <param name="ReadOutage">Why it can't be read; null: it can.</param>
/// <param name="Setup">Whether what was set up there is still as needed; null: nothing has to be set up.</param>
internal sealed record HelpdeskData(
    string Name, AccountStatus Account, DateTimeOffset? LastWebhook, EndpointOutage? WriteOutage, EndpointOutage? ReadOutage, SetupState? Setup);

/// <summary>
/// Loads what the overview shows. The messages of the last hours are read anew only when something has changed, so that any number of open pages
/// costs the store little.
/// </summary>
internal sealed class OverviewReader(
    IDatabase database, ChannelRegistry channels, HelpdeskRegistry helpdesks, EndpointHealth endpoints, LastCalls lastCalls,
    SetupStates setups, HealthCheckService health, BridgeClock clock)
{
    /// <summary>So many of the newest messages are counted. On busy days they cover less than the whole period, and the page says so.</summary>
    private const int MaxMessages = 20_000;

    /// <summary>So many dead letters are counted by channel.</summary>
    private const int MaxDeadLetters = 10_000;

    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private volatile Loaded? _loaded;

    public async Task<OverviewData> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now;
        var stored = await LoadAsync(now, cancellationToken);
        return new OverviewData(now, new RecentActivity(stored.Recent, now, stored.Recent.Count >= MaxMessages), stored.Health)
        {
            OpenConversations = stored.Open,
            DeadLetters = stored.Dead,
            Waiting = stored.Waiting,
            WaitingReads = stored.Reads,
            Channels = [.. channels.Names.Select(name => CreateChannel(name, stored.Webhooks[name]))],
            Helpdesks = await Task.WhenAll(helpdesks.Names.Select(CreateHelpdeskAsync)),
        };
    }

    private async Task<Loaded> LoadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stamp = await database.ReadAsync(store => store.Activity.GetStampAsync(), cancellationToken);
        if (_loaded is { } known && known.Stamp == stamp && now - known.At is var age && age >= TimeSpan.Zero && age < MaxAge)
            return known;
        var report = await health.CheckHealthAsync(cancellationToken);
        var loaded = await database.ReadAsync(
            async store => new Loaded(stamp, now, report)
            {
                Recent = await store.Activity.ListRecentAsync(now - RecentActivity.Period, MaxMessages),
                Open = CountByChannel(await store.Conversations.ListOpenAsync()),
                Dead = await store.Activity.CountDeadLettersAsync(MaxDeadLetters),
                Waiting = await store.Messages.ListBacklogAsync(),
                Reads = await store.Waiting.CountReadsAsync(),
                Webhooks = await ListWebhooksAsync(store),
            },
            cancellationToken);
        _loaded = loaded;
        return loaded;
    }

    /// <summary>A channel whose helpdesk was changed in the settings has open conversations in both.</summary>
    private static Dictionary<string, long> CountByChannel(List<OpenChats> open) =>
        open.GroupBy(chats => chats.Channel).ToDictionary(channel => channel.Key, channel => channel.Sum(chats => chats.Count));

    private async Task<Dictionary<string, string?>> ListWebhooksAsync(StoreTransaction store)
    {
        var webhooks = new Dictionary<string, string?>();
        foreach (var name in channels.Names)
            webhooks[name] = channels.Get(name).WebhookUrl ?? await store.Channels.FindWebhookUrlAsync(name);
        return webhooks;
    }

    /// <summary>Of the webhook's address only the host, because its path is a secret.</summary>
    private ChannelData CreateChannel(string name, string? webhook) => new(
        name,
        channels.Get(name).Helpdesk,
        WebUri.TryParse(webhook, out var uri) ? uri.Host : null,
        lastCalls.FindChannel(name),
        endpoints.FindOutage(EndpointUse.Writes(DeliveryEndpoint.Channel(name))));

    private async Task<HelpdeskData> CreateHelpdeskAsync(string name) => new(
        name,
        await helpdesks.Get(name).GetStatusAsync(),
        lastCalls.FindWebhook(name),
        endpoints.FindOutage(EndpointUse.Writes(DeliveryEndpoint.Helpdesk(name))),
        endpoints.FindOutage(EndpointUse.Reads(name)),
        setups.Find(name));

    private sealed record Loaded(string Stamp, DateTimeOffset At, HealthReport Health)
    {
        public required List<RecentMessage> Recent { get; init; }

        public required Dictionary<string, long> Open { get; init; }

        public required Dictionary<string, long> Dead { get; init; }

        public required List<Backlog> Waiting { get; init; }

        public required List<WaitingReads> Reads { get; init; }

        public required Dictionary<string, string?> Webhooks { get; init; }
    }
}
