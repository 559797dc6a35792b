using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Admin;

/// <summary>The pages about conversations: the list with its search, and the timeline of one.</summary>
internal static class ConversationPages
{
    private const int PageSize = 50;
    private const int MessagesOnPage = 60;
    private const int AttemptsOnPage = 2000;

    public static void Map(RouteGroupBuilder pages, RouteGroupBuilder forms)
    {
        pages.MapGet("conversations", ListAsync);
        pages.MapGet("conversations/{id}", ShowAsync);
        pages.MapGet("tickets/{helpdesk}/{ticket}", FindByTicketAsync);
        forms.MapPost("conversations/{id}/texts", ShowTextsAsync);
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] ConversationQuery query, HttpContext http, IDatabase database, ChannelRegistry channels, HelpdeskRegistry helpdesks)
    {
        var found = await database.ReadAsync(
            store => store.ConversationSearch.ListAsync(query.ToSearch(), query.Cursor, PageSize + 1), http.RequestAborted);
        var page = found.Take(PageSize).ToList();
        var view = new ConversationsView(
            query.ToForm(),
            channels.Names,
            page.ConvertAll(conversation => CreateRow(conversation, helpdesks)),
            found.Count > PageSize ? $"/conversations{query.ToQuery(page[^1].Conversation.Id)}" : null);
        return AdminPage.Show<ConversationsPage>(http, "Conversations", view, live: query.Cursor is null);
    }

    private static FoundRow CreateRow(FoundConversation found, HelpdeskRegistry helpdesks)
    {
        var conversation = found.Conversation;
        var level = found.DeadLetters > 0 ? Level.Alarm : found.Waiting > 0 ? Level.Waiting : conversation.IsOpen ? Level.Good : Level.Quiet;
        var parts = new[]
        {
            conversation.IsOpen ? "Open" : "Ended",
            found.Waiting > 0 ? $"{Words.GetNumber(found.Waiting)} waiting" : null,
            found.DeadLetters > 0 ? Words.GetCount(found.DeadLetters, "dead letter") : null,
        };
        return new FoundRow(
            conversation.Id,
            conversation.OpenedAt,
            conversation.Client.Channel,
            conversation.Client.UserId,
            conversation.TicketId,
            GetTicketUrl(conversation, helpdesks),
            conversation.TicketStatus.ToString().ToLowerInvariant(),
            level,
            string.Join(", ", parts.Where(part => part is not null)));
    }

    private static async Task<IResult> ShowAsync(
        string id, string? before, HttpContext http, IDatabase database, HelpdeskRegistry helpdesks, BridgeClock clock)
    {
        var data = await database.ReadAsync(store => LoadAsync(store, id, before, withTexts: false), http.RequestAborted);
        return data is null ? AdminPage.ShowNothing(http) : Show(http, data, helpdesks, clock, live: before is null);
    }

    /// <summary>
    /// Shows what was written. Who sees it is recorded before it is read, and not in one transaction: texts can be many megabytes, and all other
    /// writes would wait for them.
    /// </summary>
    private static async Task<IResult> ShowTextsAsync(
        string id, string? before, HttpContext http, IDatabase database, HelpdeskRegistry helpdesks, BridgeClock clock)
    {
        var caller = AdminCaller.Get(http);
        if (caller.Session is null)
            return AdminPage.ShowNothing(http);
        await database.WriteAsync(
            async store =>
            {
                if (await store.Conversations.FindVersionAsync(id) is not null)
                    await store.Audit.AddAsync(caller.CreateAuditEntry(clock, "showTexts", id));
            },
            http.RequestAborted);
        var data = await database.ReadAsync(store => LoadAsync(store, id, before, withTexts: true), http.RequestAborted);
        return data is null ? AdminPage.ShowNothing(http) : Show(http, data, helpdesks, clock, live: false);
    }

    private static async Task<ConversationData?> LoadAsync(StoreTransaction store, string id, string? before, bool withTexts)
    {
        if (await store.Conversations.FindAsync(id) is not { } conversation)
            return null;
        var found = await store.Timeline.ListAsync(id, before, MessagesOnPage + 1, withTexts);
        var messages = found.Take(MessagesOnPage).ToList();
        var attempts = await store.Timeline.ListAttemptsAsync(messages.Select(message => message.Id), AttemptsOnPage);
        return new ConversationData(conversation, messages, attempts, found.Count > MessagesOnPage, withTexts);
    }

    private static IResult Show(HttpContext http, ConversationData data, HelpdeskRegistry helpdesks, BridgeClock clock, bool live)
    {
        var view = new ConversationFactory(data, GetTicketUrl(data.Conversation, helpdesks), clock.Now).Create();
        return AdminPage.Show<ConversationPage>(http, "Conversations", view, live, data.Conversation.Id);
    }

    /// <summary>Leads to the conversation of a ticket; to a list where several share it.</summary>
    private static async Task<IResult> FindByTicketAsync(
        string helpdesk, string ticket, HttpContext http, IDatabase database, HelpdeskRegistry helpdesks)
    {
        var name = helpdesks.Find(helpdesk)?.Name ?? helpdesk;
        var search = new ConversationSearch { Helpdesk = name, TicketId = ticket };
        var found = await database.ReadAsync(store => store.ConversationSearch.ListAsync(search, null, 2), http.RequestAborted);
        var root = http.Request.PathBase + AdminSetup.Root;
        return found switch
        {
            [] => AdminPage.ShowNothing(http),
            [var only] => Results.Redirect($"{root}/conversations/{only.Conversation.Id}"),
            _ => Results.Redirect($"{root}/conversations?ticket={Uri.EscapeDataString(ticket)}"),
        };
    }

    private static string? GetTicketUrl(Conversation conversation, HelpdeskRegistry helpdesks) =>
        conversation.TicketId is { } ticket ? helpdesks.Find(conversation.Helpdesk)?.Helpdesk.GetTicketUrl(ticket) : null;
}
