using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Http;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Admin;

/// <summary>The pages about the service as a whole: overview, what waits, audit, configuration.</summary>
internal static class OverviewPages
{
    private const int MaxRows = 100;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("", ShowOverviewAsync);
        pages.MapGet("waiting", ShowWaitingAsync);
        pages.MapGet("audit", ShowAuditAsync);
        pages.MapGet("configuration", ShowConfiguration);
    }

    private static async Task<IResult> ShowOverviewAsync(
        HttpContext http, OverviewReader overview, LastCalls calls, IOptions<DeliveryOptions> delivery)
    {
        var data = await overview.ReadAsync(http.RequestAborted);
        var view = new OverviewFactory(data, delivery.Value.NotifyAfter, calls.StartedAt).Create();
        return AdminPage.Show<OverviewPage>(http, "Overview", view, live: true);
    }

    private static async Task<IResult> ShowWaitingAsync(
        HttpContext http, IDatabase database, HelpdeskRegistry helpdesks, IOptions<DeliveryOptions> delivery, BridgeClock clock)
    {
        var now = clock.Now;
        var (messages, reads, queues, tickets) = await database.ReadAsync(
            async store => (
                await store.Overdue.ListMessagesAsync(now, MaxRows),
                await store.Overdue.ListReadsAsync(now, MaxRows),
                await store.Waiting.ListQueuesAsync(MaxRows),
                await store.Waiting.ListReadsAsync(MaxRows)),
            http.RequestAborted);
        var view = new WaitingView(
            [.. messages.Concat(reads).Select(group => CreateGroup(group, now, delivery.Value.NotifyAfter))],
            queues.ConvertAll(queue => new WaitingQueueRow(
                queue.ConversationId,
                queue.Channel,
                queue.UserId,
                Words.GetDirection(queue.Direction),
                Words.GetKind(queue.Kind),
                queue.Attempts,
                queue.Reason ?? "it is not its turn yet",
                Words.GetDuration(now - queue.Since),
                Words.GetUntil(queue.DueAt, now))),
            tickets.ConvertAll(read => new WaitingReadRow(
                read.Helpdesk,
                read.TicketId,
                helpdesks.Find(read.Helpdesk)?.Helpdesk.GetTicketUrl(read.TicketId),
                read.Attempts,
                read.Reason ?? "it is not its turn yet",
                Words.GetDuration(now - read.Since),
                Words.GetUntil(read.DueAt, now))),
            MaxRows);
        return AdminPage.Show<WaitingPage>(http, "Waiting", view, live: true);
    }

    private static WaitingGroupRow CreateGroup(Overdue group, DateTimeOffset now, TimeSpan notifyAfter) => new(
        group.IsRead ? "Tickets to be read" : $"Chats, {Words.GetDirection(group.Direction).ToLowerInvariant()}",
        group.Name,
        group.Reason ?? "it is not their turn yet",
        group.Count,
        group.Since,
        Words.GetDuration(now - group.Since),
        now - group.Since > notifyAfter ? Level.Alarm : Level.Waiting);

    private static async Task<IResult> ShowAuditAsync(string? cursor, HttpContext http, IDatabase database)
    {
        var found = await database.ReadAsync(store => store.Audit.ListAsync(cursor, MaxRows + 1), http.RequestAborted);
        var page = found.Take(MaxRows).ToList();
        var rows = page.ConvertAll(entry => new AuditRow(entry.At, entry.Actor, entry.Address, entry.Action, entry.Subject, entry.Outcome));
        var next = found.Count > MaxRows ? $"/audit?cursor={page[^1].Id}" : null;
        return AdminPage.Show<AuditPage>(http, "Audit", new AuditView(rows, next));
    }

    private static IResult ShowConfiguration(HttpContext http, ISettingsList settings)
    {
        var sections = settings.List().GroupBy(setting => GetSection(setting.Key))
            .Select(section => new SettingsSectionView(
                section.Key, [.. section.Select(s => new SettingRow(s.Key[(section.Key.Length + 1)..], s.Value, s.IsSecret, s.IsSet))]));
        return AdminPage.Show<ConfigurationPage>(http, "Configuration", new SettingsView([.. sections]));
    }

    /// <summary>Channels and helpdesks are a section each.</summary>
    private static string GetSection(string key) => key.Split(':') switch
    {
        ["Channels" or "Helpdesks", var name, ..] => $"{key.Split(':')[0]}:{name}",
        var parts => parts[0],
    };
}
