using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Rules;

/// <summary>The words of the table of rules: states a conversation can be in, things that can happen, and what comes of it as one line.</summary>
internal static class ConversationTable
{
    public const string Failed = "refused: needs a conversation";

    public static Conversation? State(string name) => name switch
    {
        "none" => null,
        "fresh" => Conversation(Phase.Open, null, TicketStatus.None),
        "open" => Conversation(Phase.Open, "7", TicketStatus.Open),
        "reopened" => Conversation(Phase.Open, "7", TicketStatus.Solved),
        "refused" => Conversation(Phase.Open, "7", TicketStatus.Closed),
        "left" => Conversation(Phase.Ended, "7", TicketStatus.Open),
        "solved" => Conversation(Phase.Ended, "7", TicketStatus.Solved),
        "closed" => Conversation(Phase.Ended, "7", TicketStatus.Closed),
        "gone" => Conversation(Phase.Ended, "7", TicketStatus.Gone),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public static ConversationInput Input(string name) => name switch
    {
        "hand-over" => ConversationFixture.HandOver,
        "text" => ConversationFixture.Write(),
        "file" => new ConversationInput.ClientSentFile("https://files.example.com/a.png", "a.png", 10),
        "file not carried" => new ConversationInput.FileNotUploaded("m1", new ClientFile("https://files.example.com/a.png", "a.png", 10), IsNamedInComment: true),
        "file left out" => new ConversationInput.FileNotUploaded("m1", new ClientFile("https://files.example.com/a.png", "a.png", 10), IsNamedInComment: false),
        "leave" => ConversationFixture.Leave,
        "agent text" => ConversationFixture.Answer(),
        "agent file" => ConversationFixture.Attach(),
        "infected file" => ConversationFixture.Attach(isInfected: true),
        "seen Open" => ConversationFixture.See(TicketStatus.Open),
        "seen Solved" => ConversationFixture.See(TicketStatus.Solved),
        "seen Closed" => ConversationFixture.See(TicketStatus.Closed),
        "seen Gone" => ConversationFixture.See(TicketStatus.Gone),
        "opened 8" => ConversationFixture.Opened("8"),
        "wrote, now Open by us" => ConversationFixture.Written(TicketStatus.Open, byUs: true),
        "wrote, now Solved by us" => ConversationFixture.Written(TicketStatus.Solved, byUs: true),
        "wrote, found Solved" => ConversationFixture.Written(TicketStatus.Solved, byUs: false),
        "refused as Closed" => ConversationFixture.Refused(TicketStatus.Closed),
        "refused as Gone" => ConversationFixture.Refused(TicketStatus.Gone),
        "merged into 9" => ConversationFixture.Merged(),
        "in Ann's charge" => ConversationFixture.TakenBy(ConversationFixture.Ann),
        "unanswered" => ConversationFixture.Unanswered,
        "silent for an hour" => ConversationFixture.Silence,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>Ended states ended a minute ago, inside the ten minutes of ReopenWithin.</summary>
    public static string Outcome(string state, string input)
    {
        var chat = new ConversationFixture { Current = State(state), Rules = ConversationFixture.Policy with { IdleAfter = TimeSpan.FromHours(1), SilentNotices = new HashSet<Notice>() } };
        try
        {
            var decision = chat.Decide(Input(input));
            var after = decision.After is { } c
                ? $"{(c.Id == "old" ? "" : "new ")}{c.Phase} {c.TicketId ?? "-"} {c.TicketStatus}"
                : "none";
            return decision.Messages.Count == 0 ? after : $"{after} > {string.Join(", ", chat.SentKinds)}";
        }
        catch (InvalidOperationException e) when (e.Message.Contains("needs a conversation", StringComparison.Ordinal))
        {
            return Failed;
        }
    }

    private static Conversation Conversation(Phase phase, string? ticket, TicketStatus status) => new()
    {
        Id = "old",
        Client = ConversationFixture.Client,
        Helpdesk = "main",
        Phase = phase,
        OpenedAt = ConversationFixture.Start - TimeSpan.FromHours(1),
        EndedAt = phase == Phase.Ended ? ConversationFixture.Start - TimeSpan.FromMinutes(1) : null,
        DestinationId = "1",
        TicketId = ticket,
        TicketStatus = status,
        TicketsOpened = ticket is null ? 0 : 1,
    };
}
