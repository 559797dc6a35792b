using System.Globalization;
using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Rules;

/// <summary>One client's chat, driven through the rules alone: it keeps the conversation, the clock and everything that was sent.</summary>
internal sealed class ConversationFixture
{
    public static readonly ChannelUser Client = new("shop", "user-1");
    public static readonly Employee Ann = new("11", "Ann", "Lee", "");
    public static readonly Employee Bot = new("system", "Support", "", "");
    public static readonly ChannelPolicy Policy = new("main", "1", TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(10), DeliverLateAgentMessages: false, Bot)
    {
        SilentNotices = new HashSet<Notice> { Notice.AgentJoined, Notice.AgentChanged, Notice.Waiting, Notice.ChatClosed },
    };
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private int _begun;

    public ChannelPolicy Rules { get; init; } = Policy;

    /// <summary>Within the channel's business hours.</summary>
    public bool IsOpen { get; set; } = true;

    public Conversation? Current { get; set; }

    public DateTimeOffset Now { get; set; } = Start;

    public List<Outgoing> Sent { get; } = [];

    public IEnumerable<string> SentKinds => Sent.Select(message => message.Body.Kind);

    public static ConversationInput HandOver { get; } = new ConversationInput.HandedOver("2", "Ivan", HandOverContext.Empty);

    public static ConversationInput Write(string text = "Hello") => new ConversationInput.ClientWrote(text);

    public static ConversationInput Leave { get; } = new ConversationInput.ClientClosedChat("Bye");

    public static ConversationInput Answer(string comment = "c1", string text = "Hi") => new ConversationInput.AgentWrote(comment, text, Ann);

    public static ConversationInput Attach(string file = "f1", long? size = 10, bool isInfected = false) =>
        new ConversationInput.AgentSentFile("c1", new AttachedFile(file, $"https://acme.example.com/attachments/{file}", $"{file}.png", "image/png", size), isInfected, Ann);

    public static ConversationInput See(TicketStatus status, Employee? agent = null) => new ConversationInput.TicketRead(status, agent);

    public static ConversationInput Opened(string ticket = "7", TicketStatus status = TicketStatus.New) => new ConversationInput.TicketOpened(ticket, status);

    public static ConversationInput Written(TicketStatus status, bool byUs) => new ConversationInput.TicketWritten(status, byUs);

    public static ConversationInput Refused(TicketStatus status) => new ConversationInput.TicketRefused(status);

    public static ConversationInput TakenBy(Employee? agent) => new ConversationInput.TicketAssigned(agent);

    public static ConversationInput Merged(string into = "9") => new ConversationInput.TicketMerged(into, Start, null);

    public static ConversationInput Unanswered { get; } = new ConversationInput.AgentReplyOverdue();

    public static ConversationInput Silence { get; } = new ConversationInput.BecameIdle();

    /// <summary>A chat whose ticket 7 an agent works on.</summary>
    public static ConversationFixture InProgress(ChannelPolicy? rules = null)
    {
        var chat = new ConversationFixture { Rules = rules ?? Policy };
        chat.Take(HandOver, Write(), Opened(), See(TicketStatus.Open));
        chat.Sent.Clear();
        return chat;
    }

    /// <summary>A chat whose ticket was just opened, after the bot told this.</summary>
    public static ConversationFixture Opening(HandOverContext told) => new ConversationFixture().Take(new ConversationInput.HandedOver("2", "Ivan", told), Opened());

    public ConversationFixture Take(params IEnumerable<ConversationInput> inputs)
    {
        foreach (var input in inputs)
            Decide(input);
        return this;
    }

    public Decision Decide(ConversationInput input)
    {
        var newId = string.Create(CultureInfo.InvariantCulture, $"conversation-{++_begun}");
        var decision = ConversationRules.Apply(Current, input, Rules, Client, new Moment(Now, newId, IsOpen));
        Current = decision.After;
        Sent.AddRange(decision.Messages);
        return decision;
    }

    public ConversationFixture Wait(TimeSpan time)
    {
        Now += time;
        return this;
    }
}
