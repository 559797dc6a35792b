using System.Collections.Concurrent;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Channels;

/// <summary>The settings of each channel, in the form that the rules of conversations use.</summary>
internal sealed class ChannelPolicies(ChannelRegistry channels, IOptions<BridgeOptions> bridge)
{
    private readonly ConcurrentDictionary<string, ChannelPolicy> _byChannel = new(StringComparer.OrdinalIgnoreCase);

    public ChannelPolicy Get(string channel) => _byChannel.GetOrAdd(channel, Create);

    private static Escalation Create(EscalationOptions step) =>
        new(step.After, NullIfEmpty(step.Group), NullIfEmpty(step.Priority), NullIfEmpty(step.Tag), step.Note);

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private ChannelPolicy Create(string name)
    {
        // A channel that was removed from the settings may still have open conversations, which must come to an end.
        var channel = channels.Find(name) ?? new ChannelOptions();
        var system = channel.SystemEmployee;
        return new ChannelPolicy(
            channel.Helpdesk,
            channel.DefaultDestination,
            channel.Ticket.WaitForFirstMessage,
            channel.Close.ReopenWithin,
            channel.LateAgentMessages == LateAgentMessages.Deliver,
            new Employee(system.Id, system.FirstName, system.LastName, system.AvatarUrl))
        {
            IdleAfter = channel.Close.IdleAfter,
            ReusesTicket = channel.Ticket.Reuse == TicketReuse.WhileOpen,
            RequesterAttributes = [.. channel.Requester.Attributes],
            ReturnTag = channel.ReturnToBot.Tag,
            Escalations = [.. channel.Escalations.OrderBy(step => step.After).Select(Create)],
            WaitingNamesPosition = TextCatalogue.NamesPosition(channel),
            MaxFileBytes = bridge.Value.MaxFileBytes,
            SilentNotices = Enum.GetValues<Notice>().Where(notice => channel.GetText(notice).Length == 0).ToHashSet(),
        };
    }
}
