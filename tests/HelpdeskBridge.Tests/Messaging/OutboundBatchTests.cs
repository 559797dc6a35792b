using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Conversations;

namespace HelpdeskBridge.Tests.Messaging;

/// <summary>What is known about a batch, and about the outcome of an attempt to send it.</summary>
public sealed class OutboundBatchTests
{
    private static readonly StoredMessage Head = Message("m1", new ClientText("Hello"));

    /// <summary>An operator may have discarded the message that was the head when the batch was first sent.</summary>
    [Theory]
    [InlineData(false, "m0", "m1")]
    [InlineData(true, "m0", "m0")]
    [InlineData(true, null, "m1")]
    public void A_batch_is_found_on_the_other_side_by_what_was_its_head_when_it_was_first_sent(bool mayHaveArrived, string? batchId, string marker) =>
        Batch(mayHaveArrived, Head with { BatchId = batchId }).Marker.ShouldBe(marker);

    [Fact]
    public void Each_direction_has_its_endpoint()
    {
        Batch(false, Head).Endpoint.ShouldBe(DeliveryEndpoint.Helpdesk("main"));
        Batch(false, Message("m1", new AgentText("Hi", ConversationFixture.Ann))).Endpoint.ShouldBe(DeliveryEndpoint.Channel("shop"));
        DeliveryEndpoint.Helpdesk("main").ShouldNotBe(DeliveryEndpoint.Channel("main"));
        EndpointUse.Writes(DeliveryEndpoint.Helpdesk("main")).ShouldNotBe(EndpointUse.Reads("main"));
        EndpointUse.Reads("main").Endpoint.ShouldBe(DeliveryEndpoint.Helpdesk("main"));
        (EndpointUse.Reads("main").Name, EndpointUse.Writes(DeliveryEndpoint.Helpdesk("main")).Name).ShouldBe(("reading", "writing"));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void The_health_of_the_endpoint_sees_the_conversation_and_whether_it_is_the_first_or_last_attempt(int attempts, bool hasExpired) =>
        (Batch(false, Head with { Attempts = attempts }) with { HasExpired = hasExpired }).Attempt.ShouldBe(new EndpointAttempt(
            EndpointUse.Writes(DeliveryEndpoint.Helpdesk("main")), ConversationStates.Id, IsFirst: attempts == 0, IsLast: hasExpired));

    [Fact]
    public void Only_files_that_were_uploaded_are_attached()
    {
        var files = new Dictionary<string, UploadedFile>
        {
            ["m1"] = new("a.png", "token", null, null),
            ["m2"] = new("b.png", null, null, ClientFileFault.Gone),
        };

        (Batch(false, Head) with { Files = files }).Uploads.ShouldBe(["token"]);
        files.Remove("m1");
        (Batch(false, Head) with { Files = files }).Uploads.ShouldBeNull();
    }

    [Theory]
    [InlineData(nameof(MessageState.Pending), false)]
    [InlineData(nameof(MessageState.Sending), false)]
    [InlineData(nameof(MessageState.Delivered), true)]
    [InlineData(nameof(MessageState.Discarded), true)]
    [InlineData(nameof(MessageState.Dead), true)]
    public void A_message_is_settled_when_it_is_not_sent_again(string state, bool isSettled) =>
        new DeliveryDecision(Enum.Parse<MessageState>(state), ConversationFixture.Start).IsSettled.ShouldBe(isSettled);

    [Fact]
    public void Whose_fault_an_outcome_may_be_is_known_of_failures_alone()
    {
        new DeliveryOutcome.Retry("503", Scope: FailureScope.Endpoint).FaultScope.ShouldBe(FailureScope.Endpoint);
        new DeliveryOutcome.Retry("429").FaultScope.ShouldBe(FailureScope.Object);
        new DeliveryOutcome.Unknown("500").FaultScope.ShouldBe(FailureScope.Unclear);
        new DeliveryOutcome.Unknown("500", Scope: FailureScope.Endpoint).FaultScope.ShouldBe(FailureScope.Endpoint);
        new DeliveryOutcome.Failed("422").FaultScope.ShouldBe(FailureScope.Object);
    }

    [Fact]
    public void A_call_that_may_be_made_twice_is_made_again_whatever_became_of_the_first()
    {
        var after = TimeSpan.FromSeconds(7);

        new DeliveryOutcome.Unknown("500", Scope: FailureScope.Endpoint).AsRepeatable(after)
            .ShouldBe(new DeliveryOutcome.Retry("500", after, FailureScope.Endpoint));
        new DeliveryOutcome.Failed("422").AsRepeatable(after).ShouldBe(new DeliveryOutcome.Retry("422"));
        new DeliveryOutcome.Retry("503", TimeSpan.Zero).AsRepeatable(after).ShouldBe(new DeliveryOutcome.Retry("503", TimeSpan.Zero));
        new DeliveryOutcome.TicketOver(TicketStatus.Gone).AsRepeatable(after).ShouldBe(new DeliveryOutcome.TicketOver(TicketStatus.Gone));
    }

    private static OutboundBatch Batch(bool mayHaveArrived, StoredMessage head) =>
        new(ConversationStates.TicketOpen.Conversation!, [head], mayHaveArrived);

    private static StoredMessage Message(string id, MessageBody body) =>
        new(id, "c", body.Direction, 1, body, MessageState.Sending, 0, ConversationFixture.Start, ConversationFixture.Start);
}
