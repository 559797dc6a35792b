using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Rules;

public sealed class RetryPolicyTests
{
    private static readonly DateTimeOffset Now = ConversationFixture.Start;
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan[] Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];
    private static readonly RetryPolicy Rule = new(Delays, GiveUpAfter);

    /// <summary>
    /// Ages of the messages in minutes (given up from 60 on), and the fate of each: D delivered, P waits, S may have been sent,
    /// A is tried alone, X dead.
    /// </summary>
    [Theory]
    [InlineData("delivered", "0", "D")]
    [InlineData("delivered", "600", "D")]
    [InlineData("delivered", "60,0", "DD")]
    [InlineData("ticket over", "0", "P")]
    [InlineData("ticket over", "600", "P")]
    [InlineData("ticket over", "60,0", "PP")]
    [InlineData("merged", "0", "P")]
    [InlineData("merged", "60,59", "XP")]
    [InlineData("dead", "0", "X")]
    [InlineData("dead", "600", "X")]
    [InlineData("dead", "0,0", "AA")]
    [InlineData("dead", "600,600", "AA")]
    [InlineData("retry", "0", "P")]
    [InlineData("retry", "59", "P")]
    [InlineData("retry", "60", "X")]
    [InlineData("retry", "600", "X")]
    [InlineData("retry", "59,0", "PP")]
    [InlineData("retry", "60,59", "XP")]
    [InlineData("retry", "600,60", "XX")]
    [InlineData("outage", "59", "P")]
    [InlineData("outage", "60", "X")]
    [InlineData("outage", "60,0", "XP")]
    [InlineData("unsure", "0", "S")]
    [InlineData("unsure", "59", "S")]
    [InlineData("unsure", "60", "X")]
    [InlineData("unsure", "59,0", "SS")]
    [InlineData("unsure", "60,59", "SS")]
    [InlineData("unsure", "600,60", "XX")]
    public void Each_message_of_a_batch_has_its_fate(string outcome, string minutes, string fates)
    {
        var batch = minutes.Split(',').Select((age, index) => Message(index, TimeSpan.FromMinutes(double.Parse(age, null)))).ToList();

        string.Concat(Rule.Decide(batch, GetOutcome(outcome), Now).Select(Letter)).ShouldBe(fates);
    }

    [Theory]
    [InlineData("retry", 0, null, 1)]
    [InlineData("retry", 1, null, 3)]
    [InlineData("retry", 7, null, 3)]
    [InlineData("retry", 0, 25, 25)]
    [InlineData("retry", 7, 2, 2)]
    [InlineData("outage", 1, null, 3)]
    [InlineData("unsure", 0, null, 1)]
    [InlineData("unsure", 1, null, 3)]
    [InlineData("dead", 1, null, 0)]
    [InlineData("ticket over", 1, null, 0)]
    [InlineData("merged", 7, null, 1)]
    public void What_waits_is_looked_at_again_after_the_delay_of_its_attempt(string outcome, int attemptsBefore, int? wish, int seconds)
    {
        var batch = new[] { Message(0, TimeSpan.Zero, attemptsBefore), Message(1, TimeSpan.Zero) };

        Rule.Decide(batch, GetOutcome(outcome, wish), Now).ShouldAllBe(fate => fate.DueAt == Now + TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("outage")]
    [InlineData("unsure")]
    public void After_an_operators_retry_the_age_counts_from_then(string outcome)
    {
        var revived = Message(0, TimeSpan.FromDays(3)) with { WaitsSince = Now - TimeSpan.FromMinutes(59) };
        var revivedLongAgo = Message(0, TimeSpan.FromDays(3)) with { WaitsSince = Now - TimeSpan.FromMinutes(60) };

        Letter(Rule.Decide([revived], GetOutcome(outcome), Now)[0]).ShouldNotBe("X");
        Letter(Rule.Decide([revivedLongAgo], GetOutcome(outcome), Now)[0]).ShouldBe("X");
    }

    [Theory]
    [InlineData("retry", "given up after 0.01:30:05: 503")]
    [InlineData("unsure", "given up after 0.01:30:05: lost, and it may have arrived")]
    public void Giving_up_says_after_how_long_and_why(string outcome, string reason) =>
        Rule.Decide([Message(0, new TimeSpan(1, 30, 5))], GetOutcome(outcome), Now)[0].Reason.ShouldBe(reason);

    [Theory]
    [InlineData("retry", "503")]
    [InlineData("unsure", "lost")]
    [InlineData("dead", "refused")]
    [InlineData("ticket over", "the ticket is Closed")]
    public void What_was_not_delivered_knows_why(string outcome, string reason) =>
        Rule.Decide([Message(0, TimeSpan.Zero), Message(1, TimeSpan.Zero)], GetOutcome(outcome), Now).ShouldAllBe(fate => fate.Reason == reason);

    private static DeliveryOutcome GetOutcome(string name, int? wish = null) => name switch
    {
        "delivered" => new DeliveryOutcome.Delivered("8001"),
        "ticket over" => new DeliveryOutcome.TicketOver(TicketStatus.Closed),
        "merged" => new DeliveryOutcome.TicketMerged(),
        "dead" => new DeliveryOutcome.Failed("refused"),
        "retry" => new DeliveryOutcome.Retry("503", wish is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
        "outage" => new DeliveryOutcome.Retry("503", Outage: true),
        _ => new DeliveryOutcome.Unknown("lost"),
    };

    private static StoredMessage Message(int index, TimeSpan age, int attempts = 0) =>
        new($"m{index}", "c", Direction.ToHelpdesk, index + 1, new ClientText("Hello"), MessageState.Sending, attempts, Now - age, Now);

    private static string Letter(Disposition fate) => fate.State switch
    {
        MessageState.Delivered => "D",
        MessageState.Pending => fate.Alone ? "A" : "P",
        MessageState.Sending => "S",
        _ => "X",
    };
}
