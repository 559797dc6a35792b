using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using HelpdeskBridge.RequestTracker.Tickets;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.RequestTracker;

/// <summary>Names the channels whose chats go back to the bot by a value of whatever custom field has it.</summary>
internal sealed class ReturnFieldAdvice(EffectiveSettings settings, IOptionsMonitor<ChannelOptions> options) : ISettingsAdvice
{
    public IEnumerable<string> GetNotes() =>
        from name in settings.GetNames(ChannelRegistry.Section)
        let channel = options.Get(name)
        where channel.ReturnToBot.Tag is { } tag && FieldValue.Parse(tag) is null
            && HelpdeskKinds.Find(settings, channel.Helpdesk) == HelpdeskKind.RequestTracker
        select $"{ChannelRegistry.Section}:{name}:ReturnToBot:Tag: any custom field with this value gives a chat back to the bot; "
            + $"name the field that is meant, such as {FieldValue.Example}.";
}
