using System.Diagnostics.Metrics;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Telemetry;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>What waits in the store, as last counted by <see cref="BacklogMetrics"/>.</summary>
/// <param name="Messages">The messages, by channel and direction.</param>
/// <param name="DeadLetters">The number of dead letters.</param>
/// <param name="Reads">The tickets that wait to be read, by helpdesk.</param>
/// <param name="Chats">The open chats.</param>
internal sealed record BacklogCount(
    IReadOnlyList<Backlog> Messages, long DeadLetters, IReadOnlyList<WaitingReads> Reads, IReadOnlyList<OpenChats> Chats)
{
    public static readonly BacklogCount Empty = new([], 0, [], []);
}

/// <summary>The metrics of what waits.</summary>
internal sealed class BacklogGauges
{
    private readonly BridgeClock _clock;

    public BacklogGauges(IMeterFactory meters, BridgeClock clock)
    {
        _clock = clock;
        var meter = meters.Create(Tracing.SourceName);
        meter.Observe(
            "bridge.messages.waiting", "{message}", "Messages that wait for delivery, in both directions.",
            () => Last.Messages.Sum(backlog => backlog.Messages));
        meter.Observe(
            "bridge.messages.oldest", "s", "Age of the oldest message that waits for delivery, by channel and direction.", GetOldestMessages);
        meter.Observe("bridge.messages.dead", "{message}", "Dead letters that no operator has handled yet.", () => Last.DeadLetters);
        meter.Observe("bridge.reads.waiting", "{ticket}", "Tickets that changed and wait to be read, by helpdesk.", GetReads);
        meter.Observe(
            "bridge.reads.oldest", "s", "How long the ticket has waited that has waited longest to be read, by helpdesk.", GetOldestReads);
        meter.Observe("bridge.chats.open", "{chat}", "Open chats, by channel and helpdesk.", GetChats);
    }

    public BacklogCount Last { get; set; } = BacklogCount.Empty;

    private IEnumerable<Measurement<double>> GetOldestMessages() => Last.Messages.Select(backlog => new Measurement<double>(
        GetAge(backlog.OldestSince), new("channel", backlog.Channel), new("direction", backlog.Direction.ToString())));

    private IEnumerable<Measurement<long>> GetReads() =>
        Last.Reads.Select(reads => new Measurement<long>(reads.Count, new KeyValuePair<string, object?>("helpdesk", reads.Helpdesk)));

    private IEnumerable<Measurement<double>> GetOldestReads() =>
        Last.Reads.Select(reads => new Measurement<double>(GetAge(reads.Since), new KeyValuePair<string, object?>("helpdesk", reads.Helpdesk)));

    private IEnumerable<Measurement<long>> GetChats() => Last.Chats.Select(chats =>
        new Measurement<long>(chats.Count, new("channel", chats.Channel), new("helpdesk", chats.Helpdesk)));

    private double GetAge(DateTimeOffset since) => Math.Max(0, (_clock.Now - since).TotalSeconds);
}
