using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationFixture;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>What comes of a file that an agent sends, beside the tables of states.</summary>
public sealed class AgentFileRulesTests
{
    [Fact]
    public void A_file_is_identified_by_its_comment_and_attachment() =>
        InProgress().Apply(AgentSendsFile("f1"), AgentSendsFile("f2")).Sent.Select(message => message.SourceKey)
            .ShouldBe(["comment:main:c1:file:f1", "comment:main:c1:file:f2"]);

    [Theory]
    [InlineData(null, typeof(AgentFile))]
    [InlineData(0L, typeof(AgentFile))]
    [InlineData(1000L, typeof(AgentFile))]
    [InlineData(1001L, typeof(FileNotForwarded))]
    public void A_file_larger_than_the_limit_is_not_sent(long? size, Type sent) =>
        InProgress(DefaultPolicy with { MaxFileBytes = 1000 }).Apply(AgentSendsFile(size: size)).SentTypes.ShouldBe([sent]);

    [Fact]
    public void Malware_is_the_reason_even_where_the_file_is_too_large_or_late() =>
        InProgress(DefaultPolicy with { MaxFileBytes = 1 }).Apply(ClientLeaves, AgentSendsFile(isInfected: true)).Sent[^1].Body
            .ShouldBe(new FileNotForwarded("f1.png", ForwardingRefusal.Malware));

    [Fact]
    public void A_late_file_is_named_in_a_note_or_delivered_as_configured()
    {
        InProgress().Apply(ClientLeaves, AgentSendsFile()).Sent[^1].Body.ShouldBe(new LateReplyNote("f1.png"));
        InProgress(DefaultPolicy with { DeliverLateAgentMessages = true }).Apply(ClientLeaves, AgentSendsFile()).Sent[^1].Body
            .ShouldBeOfType<AgentFile>();
    }

    [Fact]
    public void A_file_in_a_shared_ticket_is_no_matter_of_the_client_who_left()
    {
        var file = (ConversationInput.AgentSentFile)AgentSendsFile() with { IsForAnotherConversation = true };

        InProgress().Apply(ClientLeaves, file, file with { IsInfected = true }).SentTypes.ShouldBe([typeof(ClientLeftNote)]);
    }

    [Fact]
    public void Notes_name_the_file_that_is_delayed_or_not_delivered()
    {
        var conversation = InProgress().Apply(AgentSendsFile());
        var file = conversation.Sent[0].Body;
        conversation.Apply(
            new ConversationInput.DeliveryDelayed("m1", file, "no answer"), new ConversationInput.DeliveryFailed("m1", 1, file, "413"));

        conversation.Sent[1].Body.ShouldBe(new ReplyDelayed("no answer"));
        conversation.Sent[2].Body.ShouldBe(new ReplyNotDelivered("f1.png", "413"));
    }

    [Fact]
    public void A_note_about_a_file_that_can_not_be_written_leads_to_no_further_note() =>
        InProgress().Apply(new ConversationInput.DeliveryFailed("m1", 1, new FileNotForwarded("a.png", ForwardingRefusal.TooLarge), "422"))
            .Sent.ShouldBeEmpty();
}
