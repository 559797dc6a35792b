using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Polly.CircuitBreaker;

namespace HelpdeskBridge.Admin;

/// <summary>Makes the overview out of what was loaded. Pure.</summary>
/// <param name="data">What was loaded.</param>
/// <param name="notifyAfter"><c>Delivery:NotifyAfter</c>: what has waited longer is an alarm.</param>
/// <param name="startedAt">Since when this process records calls.</param>
internal sealed class OverviewFactory(OverviewData data, TimeSpan notifyAfter, DateTimeOffset startedAt)
{
    public OverviewView Create()
    {
        List<Card> cards = [.. data.Channels.Select(CreateCard), .. data.Helpdesks.Select(CreateCard)];
        var parts = data.Health.Entries.Select(CreatePart).ToList();
        var level = cards.Select(card => card.Level).Concat(parts.Select(part => part.Level)).Append(Level.Good).Max();
        return new OverviewView(level, GetSummary(level), CreateTiles(), data.Activity.CreateChart("All messages"), cards, parts);
    }

    private static string GetSummary(Level level) => level switch
    {
        Level.Alarm or Level.Warning => "Something needs attention",
        Level.Waiting => "Messages are on their way",
        _ => "Everything is delivered",
    };

    private List<Tile> CreateTiles()
    {
        var (waiting, dead) = (data.Waiting.Sum(backlog => backlog.Messages), data.DeadLetters.Values.Sum());
        var oldest = data.Waiting.Select(backlog => (DateTimeOffset?)backlog.OldestSince).Min();
        var delays = data.Activity.GetDelays();
        return
        [
            new("Open conversations", Words.GetNumber(data.OpenConversations.Values.Sum()), "now", Level.Quiet, "/conversations?state=open"),
            new(
                "Messages waiting",
                Words.GetNumber(waiting),
                oldest is { } since ? $"oldest {Words.GetDuration(data.Now - since)}" : "nothing waits",
                GetWaitingLevel(data.Waiting),
                "/waiting"),
            new("Dead letters", Words.GetNumber(dead), dead == 0 ? "none" : "not handled yet", dead == 0 ? Level.Good : Level.Alarm, "/dead-letters"),
            new("Delivered", Words.GetNumber(data.Activity.CountDelivered), data.Activity.PeriodInWords, Level.Quiet, null),
            new("Median delay", delays is var (median, _) ? Words.GetDuration(median) : "–", "p50 " + data.Activity.PeriodInWords, Level.Quiet, null),
            new("Slow delay", delays is var (_, slow) ? Words.GetDuration(slow) : "–", "p95 " + data.Activity.PeriodInWords, Level.Quiet, null),
        ];
    }

    private Card CreateCard(ChannelData channel)
    {
        var activity = data.Activity.Where(message => message.Channel == channel.Name);
        var waiting = data.Waiting.Where(backlog => backlog.Channel == channel.Name).ToList();
        var dead = data.DeadLetters.GetValueOrDefault(channel.Name);
        var hasWebhookProblem = channel.WebhookHost is null && waiting.Exists(backlog => backlog.Direction == Direction.ToJaicp);
        var level = Max(
            channel.Outage is not null || dead > 0 || hasWebhookProblem ? Level.Alarm : Level.Good, GetWaitingLevel(waiting));
        var lastCall = Latest(channel.LastCall, activity.LastToHelpdesk);
        return new Card(
            "Channel",
            channel.Name,
            level,
            channel.Outage is not null ? "JAICP not reached" : hasWebhookProblem ? "No webhook" : GetStatus(level, dead),
            [
                new("Last call by JAICP", GetLast(lastCall)),
                new("JAICP's webhook", DescribeWebhook(channel), channel.Outage is null ? Level.Quiet : Level.Alarm),
                new("Delay to helpdesk, p50 / p95", GetDelays(activity, Direction.ToHelpdesk)),
                new("Delay to JAICP, p50 / p95", GetDelays(activity, Direction.ToJaicp)),
                new("Waiting", DescribeWaiting(waiting), GetWaitingLevel(waiting)),
                new("Dead letters", Words.GetNumber(dead), dead > 0 ? Level.Alarm : Level.Quiet),
                new("Open conversations", Words.GetNumber(data.OpenConversations.GetValueOrDefault(channel.Name))),
                new("Helpdesk", channel.Helpdesk),
            ],
            activity.CreateChart(channel.Name),
            "Conversations",
            $"/conversations?channel={Uri.EscapeDataString(channel.Name)}");
    }

    private Card CreateCard(HelpdeskData helpdesk)
    {
        var activity = data.Activity.Where(message => message.Helpdesk == helpdesk.Name);
        var own = data.Channels.Where(channel => channel.Helpdesk == helpdesk.Name).Select(channel => channel.Name).ToHashSet();
        var waiting = data.Waiting.Where(backlog => backlog.Direction == Direction.ToHelpdesk && own.Contains(backlog.Channel)).ToList();
        var reads = data.WaitingReads.FirstOrDefault(read => read.Helpdesk == helpdesk.Name);
        var isDown = helpdesk.WriteOutage is not null || helpdesk.ReadOutage is not null;
        var hasDrift = helpdesk.Setup?.Status == SetupStatus.Changed;
        var level = Max(isDown || helpdesk.Account.CircuitBreaker is CircuitState.Open ? Level.Alarm : Level.Good, GetWaitingLevel(waiting));
        return new Card(
            "Helpdesk",
            helpdesk.Name,
            hasDrift ? Max(level, Level.Warning) : level,
            isDown ? "Not reached" : hasDrift && level < Level.Warning ? "Set-up changed" : GetStatus(level, dead: 0),
            [
                new("Last webhook", GetLast(helpdesk.LastWebhook)),
                new("Writing", DescribeOutage(helpdesk.WriteOutage), helpdesk.WriteOutage is null ? Level.Quiet : Level.Alarm),
                new("Reading", DescribeOutage(helpdesk.ReadOutage), helpdesk.ReadOutage is null ? Level.Quiet : Level.Alarm),
                new("Delay, p50 / p95", GetDelays(activity, Direction.ToHelpdesk)),
                new("Waiting to be written", DescribeWaiting(waiting), GetWaitingLevel(waiting)),
                new("Tickets to be read", reads is null ? "none" : $"{Words.GetNumber(reads.Count)}, {GetAge(reads.Since)}"),
                .. DescribeAccount(helpdesk.Account),
                .. DescribeSetup(helpdesk.Setup),
            ],
            activity.CreateChart(helpdesk.Name),
            "What waits",
            "/waiting");
    }

    private IEnumerable<CardFact> DescribeAccount(AccountStatus account)
    {
        if (account.Budget is { } budget)
        {
            var waiting = budget.Waiting > 0 ? $", {Words.GetNumber(budget.Waiting)} waiting" : "";
            yield return new CardFact(
                "Requests this minute", $"{budget.LastMinute} of {budget.PerMinute}{waiting}", budget.Waiting > 0 ? Level.Waiting : Level.Quiet);
        }

        yield return account.CircuitBreaker switch
        {
            null => new CardFact("Circuit breaker", "closed, no request yet"),
            CircuitState.Closed => new CardFact("Circuit breaker", "closed"),
            CircuitState.HalfOpen => new CardFact("Circuit breaker", "half open, trying", Level.Waiting),
            _ => new CardFact("Circuit breaker", "open, no requests", Level.Alarm),
        };
        if (account.Credentials is { } credentials)
            yield return new CardFact(
                "Sign-in", account.RenewsAt is { } at ? $"{credentials}, renewed {Words.GetUntil(at, data.Now)}" : credentials);
    }

    private static IEnumerable<CardFact> DescribeSetup(SetupState? setup)
    {
        if (setup is not null)
            yield return new CardFact("Set-up", setup.InWords, setup.Status == SetupStatus.Changed ? Level.Warning : Level.Quiet);
    }

    private static PartRow CreatePart(KeyValuePair<string, HealthReportEntry> part) => new(
        part.Key,
        part.Value.Status == HealthStatus.Healthy ? Level.Good : Level.Alarm,
        part.Value.Status.ToString(),
        part.Value.Description ?? "");

    private Level GetWaitingLevel(IReadOnlyList<Backlog> waiting) => waiting.Count == 0
        ? Level.Good
        : waiting.Any(backlog => data.Now - backlog.OldestSince > notifyAfter) ? Level.Alarm : Level.Waiting;

    private static string GetStatus(Level level, long dead) => level switch
    {
        Level.Alarm => dead > 0 ? "Dead letters" : "Messages wait too long",
        Level.Waiting => "On the way",
        _ => "Working",
    };

    private string GetLast(DateTimeOffset? at) => at is { } time
        ? Words.GetAgo(time, data.Now)
        : $"none since the start {Words.GetAgo(startedAt, data.Now)}";

    private string DescribeWebhook(ChannelData channel) =>
        channel.Outage is { } outage ? $"not reached for {GetAge(outage.Since)}: {outage.Reason}" : channel.WebhookHost ?? "not set yet";

    private string DescribeOutage(EndpointOutage? outage) =>
        outage is null ? "works" : $"not possible for {GetAge(outage.Since)}: {outage.Reason}";

    private string DescribeWaiting(List<Backlog> waiting) => waiting.Count == 0
        ? "nothing"
        : $"{Words.GetNumber(waiting.Sum(backlog => backlog.Messages))}, oldest {GetAge(waiting.Min(backlog => backlog.OldestSince))}";

    private string GetAge(DateTimeOffset since) => Words.GetDuration(data.Now - since);

    private static string GetDelays(RecentActivity activity, Direction direction) =>
        activity.Where(message => message.Direction == direction).GetDelaysInWords();

    private static Level Max(Level a, Level b) => a > b ? a : b;

    private static DateTimeOffset? Latest(DateTimeOffset? a, DateTimeOffset? b) => a > b || b is null ? a : b;
}
