using HelpdeskBridge.Attachments;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;

namespace HelpdeskBridge.Jaicp.Events;

/// <summary>Creates the event for a message to JAICP. The event has the message's id.</summary>
internal sealed class JaicpEventFactory(AgentFileLinks links, ChannelRegistry channels)
{
    public async ValueTask<JaicpEvent> CreateAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var (id, client) = (batch.Head.Id, batch.Conversation.Client);
        switch (batch.Head.Body)
        {
            case AgentText text:
                return Create(id, client, JaicpEvent.TextMessage, text.Agent) with { Text = text.Text };
            case AgentFile { File: var file } message:
                return Create(id, client, JaicpEvent.FileMessage, message.Agent) with
                {
                    Url = await links.CreateUrlAsync(batch.Head, file, cancellationToken),
                    Name = AgentFileLinks.GetName(file),
                    Size = file.Size,
                };
            case ClientNotice notice:
                return Create(id, client, JaicpEvent.TextMessage, notice.Speaker) with
                {
                    Text = channels.Get(client.Channel).GetText(notice.Notice, batch.Conversation.Language, notice.About),
                };
            case ChatClosed closed:
                return Create(id, client, JaicpEvent.Closed, closed.Agent);
            case var other:
                throw new InvalidOperationException($"{other.Kind} is not for JAICP.");
        }
    }

    private static JaicpEvent Create(string id, ChannelUser client, string type, Employee employee) => new()
    {
        Id = id,
        UserId = client.UserId,
        Type = type,
        Employee = new JaicpEmployee(employee.Id, employee.FirstName, employee.LastName, employee.AvatarUrl),
    };
}
