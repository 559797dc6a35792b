using BenchmarkDotNet.Attributes;
using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Benchmarks;

/// <summary>The decisions about a conversation.</summary>
public class RuleBenchmarks
{
    private static readonly DateTimeOffset _start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly ChannelUser _client = new("shop", "telegram-123-987654");
    private static readonly Employee _bob = new("77", "Bob", "Marley", "");

    private static readonly Employee _bot = new("system", "Support", "", "");

    private static readonly ChannelPolicy _policy =
        new("main", "98738", TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(10), DeliverLateAgentMessages: false, _bot)
        {
            SilentNotices = new HashSet<Notice> { Notice.AgentJoined, Notice.AgentChanged, Notice.Waiting, Notice.ChatClosed },
        };

    private static readonly ConversationInput _handOver =
        new ConversationInput.HandedOver("98738", "Ann", new HandOverContext("""{"order":4711}""", null, null));

    private static readonly ConversationInput _text = new ConversationInput.ClientWrote("Where is my order?");
    private static readonly ConversationInput _longText = new ConversationInput.ClientWrote(new string('x', 200_000));
    private static readonly ConversationInput _answer = new ConversationInput.AgentWrote("8001", "Your order left yesterday.", _bob);
    private static readonly ConversationInput _solved = new ConversationInput.TicketRead(TicketStatus.Solved, _bob);

    private readonly Conversation _open = Decide(Decide(null, _handOver).After, new ConversationInput.TicketOpened("501", TicketStatus.Open)).After!;

    [Benchmark(Description = "rules: a hand-over")]
    public object HandOver() => Decide(null, _handOver);

    [Benchmark(Description = "rules: a client's text")]
    public object Text() => Decide(_open, _text);

    [Benchmark(Description = "rules: a text of 200,000 characters")]
    public object LongText() => Decide(_open, _longText);

    [Benchmark(Description = "rules: an agent's text")]
    public object Answer() => Decide(_open, _answer);

    [Benchmark(Description = "rules: the ticket is solved")]
    public object Solved() => Decide(_open, _solved);

    private static Decision Decide(Conversation? before, ConversationInput input) =>
        ConversationRules.Apply(before, input, _policy, _client, new Moment(_start, "conversation"));
}
