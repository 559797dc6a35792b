using System.Collections.Concurrent;
using System.Diagnostics;
using HelpdeskBridge.LoadTests.Clients;
using HelpdeskBridge.LoadTests.Reports;
using HelpdeskBridge.LoadTests.Targets;
using HelpdeskBridge.Simulators;

namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>
/// How long it takes from the answer to the webhook about an agent's comment until the event is at JAICP. The service reads the ticket in between.
/// </summary>
internal sealed class BackMeasure(MeasurePlan plan) : LatencyMeasure(plan)
{
    private int _sample;

    public Task<Table> RunAsync() => RunAsync("From an accepted webhook about an agent's comment to the event at JAICP");

    protected override async Task<LatencyRound> MeasureAsync(World world, OpenChats chats, int samples)
    {
        var round = new LatencyRound();
        using var zendesk = new Exchanges(world.Zendesk.Journal);
        using var jaicp = new Exchanges(world.Jaicp.Journal);
        using var probe = await RawConnection.OpenAsync(world.Jaicp.Url, CancellationToken.None);
        using var reader = await ZendeskConnection.OpenAsync(world.Zendesk);
        var reads = new ConcurrentQueue<JournalEntry>();
        world.Zendesk.Journal.Written += Keep;
        for (var sample = 0; sample < samples; sample++)
        {
            var ticket = chats.GetTicket(TakeChat());
            var text = $"Answer {_sample++} to the measure";
            var webhook = zendesk.NextAsync(entry => entry is { Direction: JournalDirection.Sent, Status: 200 }
                && entry.Summary.EndsWith($"comment_added for #{ticket}", StringComparison.Ordinal));
            var arrival = jaicp.NextAsync(entry => entry.Summary.Contains(text, StringComparison.Ordinal));
            reads.Clear();
            world.Zendesk.AgentReply(ticket, text);
            var accepted = await webhook is var call ? call.At + call.Took : default;
            var arrivedAt = (await arrival).At;
            var paths = reads.Where(read => read.At < arrivedAt && read.Path.Contains($"/tickets/{ticket}", StringComparison.Ordinal))
                .Select(read => read.Path).ToList();
            var started = Stopwatch.GetTimestamp();
            foreach (var path in paths)
                await reader.GetAsync(path);
            var answers = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            round.Add((arrivedAt - accepted).TotalMilliseconds, paths.Count, answers, await ReachAsync(probe, world.Jaicp.Url, jaicp));
        }

        world.Zendesk.Journal.Written -= Keep;
        return round;

        void Keep(JournalEntry entry)
        {
            if (entry is { Direction: JournalDirection.Taken, Method: "GET" })
                reads.Enqueue(entry);
        }
    }
}
