using HelpdeskBridge.CrashTests.Runs;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>Reads the complete records of both sides, and the bridge's dead letters.</summary>
internal static class RecordReader
{
    public static async Task<RunRecord> ReadAsync(TestEnvironment environment, IReadOnlyList<ChatParticipants> chats)
    {
        var deadLetters = await ReadDeadLettersAsync(environment);
        return Read(environment.Zendesk, environment.Jaicp, environment.Tickets.GetUserId) with
        {
            Calls = [.. chats.SelectMany(chat => chat.Calls)],
            Actions = [.. chats.SelectMany(chat => chat.Actions)],
            DeadLetters = deadLetters,
            Ratings = await environment.Store.ReadRatingsAsync(),
            ReusesTicket = environment.Features.ReusesTicket,
        };
    }

    /// <summary>What is known of one client, while others go on.</summary>
    public static async Task<RunRecord> ReadAsync(TestEnvironment environment, ChatParticipants chat)
    {
        var deadLetters = await ReadDeadLettersAsync(environment);
        var ratings = await environment.Store.ReadRatingsAsync();
        return new RunRecord
        {
            Calls = [.. chat.Calls],
            Actions = [.. chat.Actions],
            Tickets = [.. environment.Tickets.GetTickets(chat.UserId).Select(ticket => Convert(environment.Zendesk, chat.UserId, ticket))],
            Events = [.. environment.Jaicp.Events.Where(received => received.UserId == chat.UserId).Select(Convert)],
            RepeatedEvents = [.. environment.Jaicp.DuplicateEvents.Where(received => received.UserId == chat.UserId).Select(Convert)],
            DeadLetters = [.. deadLetters.Where(letter => letter.UserId == chat.UserId)],
            Ratings = [.. ratings.Where(rating => rating.UserId == chat.UserId)],
            ReusesTicket = environment.Features.ReusesTicket,
        };
    }

    /// <summary>What both outside systems saw.</summary>
    /// <param name="zendesk">The helpdesk, with all tickets.</param>
    /// <param name="jaicp">The chatbot platform, with all events.</param>
    /// <param name="getUserId">Finds the client of a ticket.</param>
    public static RunRecord Read(SimulatedZendesk zendesk, SimulatedJaicp jaicp, Func<SimulatedTicket, string> getUserId) => new()
    {
        Tickets = [.. zendesk.Tickets.Select(ticket => Convert(zendesk, getUserId(ticket), ticket))],
        Events = [.. jaicp.Events.Select(Convert)],
        RepeatedEvents = [.. jaicp.DuplicateEvents.Select(Convert)],
        Violations = [.. zendesk.Violations, .. jaicp.Violations],
    };

    private static RecordedTicket Convert(SimulatedZendesk zendesk, string userId, SimulatedTicket ticket) => new(
        ticket.Id,
        userId,
        ticket.ExternalId,
        ticket.Status,
        ticket.IsDeleted,
        [.. zendesk.Comments(ticket.Id).Select(comment => Convert(zendesk, ticket, comment))])
    {
        Tags = ticket.Tags,
        CreatedFields = zendesk.CreatedFields(ticket.Id),
        Changes =
        [
            .. zendesk.Changes(ticket.Id).Select(change => new RecordedChange(
                change.AuditId, change.UpdaterId == zendesk.ServiceUser.Id, change.Field, change.Value, change.At)),
        ],
    };

    private static RecordedComment Convert(SimulatedZendesk zendesk, SimulatedTicket ticket, SimulatedComment comment) =>
        new(comment.Id, GetAuthor(zendesk, ticket, comment), comment.IsPublic, comment.Body, comment.CreatedAt)
        {
            Files = [.. comment.Files.Select(file => (file.Name, file.Content.ToArray()))],
        };

    private static RecordedEvent Convert(OperatorEvent received) =>
        new(received.Id, received.UserId, received.Type, received.Text, received.ReceivedAt);

    private static CommentAuthor GetAuthor(SimulatedZendesk zendesk, SimulatedTicket ticket, SimulatedComment comment) =>
        comment.AuthorId == ticket.RequesterId ? CommentAuthor.Client
        : comment.AuthorId == zendesk.ServiceUser.Id ? CommentAuthor.Bridge
        : CommentAuthor.Agent;

    private static async Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(TestEnvironment environment)
    {
        var deadLetters = new List<(string Id, DeadLetter Letter)>();
        for (var (path, hasMore) = ("dead-letters", true); hasMore;)
        {
            var page = await environment.GetAdminAsync(path);
            deadLetters.AddRange(page.GetProperty("deadLetters").EnumerateArray().Select(letter => (
                letter.GetProperty("id").GetString()!,
                new DeadLetter(
                    letter.GetProperty("userId").GetString()!,
                    letter.GetProperty("direction").GetString()!,
                    letter.GetProperty("kind").GetString()!,
                    letter.GetProperty("reason").GetString()!))));
            var next = page.GetProperty("next").GetString();
            (path, hasMore) = ($"dead-letters?cursor={next}", next is not null);
        }

        if (deadLetters.Count == 0)
            return [];
        var bodies = await environment.Store.ReadDeadLetterBodiesAsync();

        // Retention may have erased it in between.
        return
        [
            .. deadLetters.Select(pair => pair.Letter with
            {
                Number = bodies.GetValueOrDefault(pair.Id) is { } body ? MessageText.FindGreatest(body, pair.Letter.UserId) : null,
            }),
        ];
    }
}
