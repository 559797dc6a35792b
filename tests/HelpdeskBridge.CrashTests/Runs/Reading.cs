using HelpdeskBridge.CrashTests.Record;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>Reads both sides' complete records, and the bridge's dead letters.</summary>
internal static class Reading
{
    public static async Task<RunRecord> RecordAsync(World world, IReadOnlyList<Cast> casts)
    {
        var letters = await DeadLettersAsync(world);
        return new RunRecord
        {
            Calls = [.. casts.SelectMany(cast => cast.Calls)],
            Acts = [.. casts.SelectMany(cast => cast.Acts)],
            Tickets = [.. world.Zendesk.Tickets.Select(ticket => Seen(world, ticket))],
            Events = [.. world.Jaicp.Events.Select(Seen)],
            Repeats = [.. world.Jaicp.DuplicateEvents.Select(Seen)],
            DeadLetters = letters,
            Violations = [.. world.Zendesk.Violations, .. world.Jaicp.Violations],
        };
    }

    private static SeenTicket Seen(World world, SimulatedTicket ticket) => new(
        ticket.Id,
        world.Chats.UserOf(ticket),
        ticket.ExternalId,
        ticket.Status,
        ticket.IsDeleted,
        [.. world.Zendesk.Comments(ticket.Id).Select(comment => Seen(world, ticket, comment))]);

    private static SeenComment Seen(World world, SimulatedTicket ticket, SimulatedComment comment) =>
        new(comment.Id, WriterOf(world, ticket, comment), comment.IsPublic, comment.Body, comment.CreatedAt) { Files = [.. comment.Files.Select(file => (file.Name, file.Content.ToArray()))] };

    private static Writer WriterOf(World world, SimulatedTicket ticket, SimulatedComment comment) =>
        comment.AuthorId == ticket.RequesterId ? Writer.Client : comment.AuthorId == world.Zendesk.ServiceUser.Id ? Writer.Bridge : Writer.Agent;

    private static SeenEvent Seen(OperatorEvent received) => new(received.Id, received.UserId, received.Type, received.Text, received.ReceivedAt);

    private static async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(World world)
    {
        var letters = new List<DeadLetter>();
        for (var (path, more) = ("dead-letters", true); more;)
        {
            var page = await world.AdminAsync(path);
            letters.AddRange(page.GetProperty("deadLetters").EnumerateArray().Select(letter => new DeadLetter(
                letter.GetProperty("userId").GetString()!, letter.GetProperty("direction").GetString()!, letter.GetProperty("kind").GetString()!, letter.GetProperty("reason").GetString()!)));
            var next = page.GetProperty("next").GetString();
            (path, more) = ($"dead-letters?cursor={next}", next is not null);
        }

        return letters;
    }
}
