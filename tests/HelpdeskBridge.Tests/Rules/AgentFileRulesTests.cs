using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Rules;

/// <summary>What an agent's file leads to, beside the tables of states.</summary>
public sealed class AgentFileRulesTests
{
    [Fact]
    public void A_file_is_known_by_comment_and_attachment() =>
        ConversationFixture.InProgress().Take(ConversationFixture.Attach("f1"), ConversationFixture.Attach("f2")).Sent.Select(message => message.SourceKey)
            .ShouldBe(["comment:main:c1:file:f1", "comment:main:c1:file:f2"]);

    [Theory]
    [InlineData(null, "AgentFile")]
    [InlineData(0L, "AgentFile")]
    [InlineData(1000L, "AgentFile")]
    [InlineData(1001L, "FileNotForwarded")]
    public void A_file_larger_than_the_limit_is_not_sent(long? size, string outcome) =>
        ConversationFixture.InProgress(ConversationFixture.Policy with { MaxFileBytes = 1000 }).Take(ConversationFixture.Attach(size: size)).SentKinds.ShouldBe([outcome]);

    [Fact]
    public void Malware_is_said_before_size_and_end() =>
        ConversationFixture.InProgress(ConversationFixture.Policy with { MaxFileBytes = 1 }).Take(ConversationFixture.Leave, ConversationFixture.Attach(isInfected: true)).Sent[^1].Body.ShouldBe(new FileNotForwarded("f1.png", ForwardingRefusal.Malware));

    [Fact]
    public void A_late_file_is_named_to_the_agent_or_delivered_as_set()
    {
        ConversationFixture.InProgress().Take(ConversationFixture.Leave, ConversationFixture.Attach()).Sent[^1].Body.ShouldBe(new LateReplyNote("f1.png"));
        ConversationFixture.InProgress(ConversationFixture.Policy with { DeliverLateAgentMessages = true }).Take(ConversationFixture.Leave, ConversationFixture.Attach()).Sent[^1].Body.ShouldBeOfType<AgentFile>();
    }

    [Fact]
    public void The_agent_is_told_which_file_did_not_arrive_and_which_is_late()
    {
        var chat = ConversationFixture.InProgress().Take(ConversationFixture.Attach());
        var file = chat.Sent[0].Body;
        chat.Take(new ConversationInput.DeliveryDelayed("m1", file, "no answer"), new ConversationInput.DeliveryFailed("m1", 1, file, "413"));

        chat.Sent[1].Body.ShouldBe(new ReplyDelayed("no answer"));
        chat.Sent[2].Body.ShouldBe(new ReplyNotDelivered("f1.png", "413"));
    }

    [Fact]
    public void A_note_about_a_file_that_dies_is_not_answered_with_a_note() =>
        ConversationFixture.InProgress().Take(new ConversationInput.DeliveryFailed("m1", 1, new FileNotForwarded("a.png", ForwardingRefusal.TooLarge), "422")).Sent.ShouldBeEmpty();
}
