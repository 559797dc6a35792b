using System.Reflection;
using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>The names under which messages are stored, logged and counted. They never change, whatever the types are called.</summary>
public sealed class MessageKindTests
{
    [Fact]
    public void No_message_is_left_out() =>
        typeof(MessageKindTests).GetMethod(nameof(Each_message_has_its_stored_name))!.GetCustomAttributes<InlineDataAttribute>()
            .Select(row => (Type)row.Data[0]!)
            .ShouldBe(
                typeof(MessageBody).Assembly.GetTypes().Where(type =>
                    type.IsSubclassOf(typeof(MessageBody)) && !type.IsAbstract && !type.Name.StartsWith("Unreadable", StringComparison.Ordinal)),
                ignoreOrder: true);

    [Theory]
    [InlineData(typeof(OpenTicket), "OpenTicket")]
    [InlineData(typeof(ClientText), "ClientText")]
    [InlineData(typeof(ClientFile), "ClientFile")]
    [InlineData(typeof(TranscriptNote), "Transcript")]
    [InlineData(typeof(ContextNote), "ContextNote")]
    [InlineData(typeof(MoveTicket), "MoveTicket")]
    [InlineData(typeof(ReopenTicket), "ReopenTicket")]
    [InlineData(typeof(ClientLeftNote), "ClientLeft")]
    [InlineData(typeof(LateReplyNote), "ClientGone")]
    [InlineData(typeof(IdleCloseNote), "IdleEnd")]
    [InlineData(typeof(ReturnedNote), "Returned")]
    [InlineData(typeof(EscalateTicket), "EscalateTicket")]
    [InlineData(typeof(ReplyNotDelivered), "ReplyNotDelivered")]
    [InlineData(typeof(ReplyDelayed), "ReplyDelayed")]
    [InlineData(typeof(FileLeftOut), "FileLeftOut")]
    [InlineData(typeof(FileNotForwarded), "FileNotForwarded")]
    [InlineData(typeof(CommentNotForwarded), "CommentNotForwarded")]
    [InlineData(typeof(RatingNote), "Rating")]
    [InlineData(typeof(TicketFieldValues), "TicketFields")]
    [InlineData(typeof(RequesterNote), "Requester")]
    [InlineData(typeof(AgentText), "AgentText")]
    [InlineData(typeof(AgentFile), "AgentFile")]
    [InlineData(typeof(ChatClosed), "ChatClosed")]
    [InlineData(typeof(ClientNotice), "ClientNotice")]
    public void Each_message_has_its_stored_name(Type type, string kind) =>
        ((MessageBody)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type)).Kind.ShouldBe(kind);
}
