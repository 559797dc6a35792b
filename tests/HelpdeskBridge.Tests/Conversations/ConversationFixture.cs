using System.Globalization;
using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>One conversation, driven through the rules alone: it keeps the state, the clock and everything that was sent.</summary>
internal sealed class ConversationFixture
{
    public static readonly ChannelUser Client = new("shop", "user-1");
    public static readonly Employee Ann = new("11", "Ann", "Lee", "");
    public static readonly Employee Bot = new("system", "Support", "", "");
    public static readonly ChannelPolicy DefaultPolicy =
        new("main", "1", TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(10), DeliverLateAgentMessages: false, Bot)
        {
            SilentNotices = new HashSet<Notice> { Notice.AgentJoined, Notice.AgentChanged, Notice.Waiting, Notice.ChatClosed },
        };
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private int _created;

    public ChannelPolicy Policy { get; init; } = DefaultPolicy;

    /// <summary>Within the channel's business hours.</summary>
    public bool IsOpen { get; set; } = true;

    public Conversation? Current { get; set; }

    public DateTimeOffset Now { get; set; } = Start;

    public List<Outgoing> Sent { get; } = [];

    public IEnumerable<Type> SentTypes => Sent.Select(message => message.Body.GetType());

    /// <summary>A conversation whose ticket 7 an agent works on.</summary>
    public static ConversationFixture InProgress(ChannelPolicy? policy = null)
    {
        var conversation = new ConversationFixture { Policy = policy ?? DefaultPolicy };
        conversation.Apply(HandOver, ClientWrites(), TicketOpened(), TicketRead(TicketStatus.Open));
        conversation.Sent.Clear();
        return conversation;
    }

    /// <summary>A conversation whose ticket was just opened, after the bot handed it over with this context.</summary>
    public static ConversationFixture WithNewTicket(HandOverContext context) =>
        new ConversationFixture().Apply(new ConversationInput.HandedOver("2", "Ivan", context), TicketOpened());

    public ConversationFixture Apply(params IEnumerable<ConversationInput> inputs)
    {
        foreach (var input in inputs)
            Decide(input);
        return this;
    }

    public Decision Decide(ConversationInput input)
    {
        var newId = string.Create(CultureInfo.InvariantCulture, $"conversation-{++_created}");
        var decision = ConversationRules.Apply(Current, input, Policy, Client, new Moment(Now, newId, IsOpen));
        Current = decision.After;
        Sent.AddRange(decision.Messages);
        return decision;
    }

    public ConversationFixture Advance(TimeSpan time)
    {
        Now += time;
        return this;
    }
}
