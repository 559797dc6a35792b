using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Helpdesks;

/// <summary>What of a step of <c>Escalations</c> the helpdesk may refuse. The names are those of the settings.</summary>
internal enum EscalationPart
{
    Group,
    Priority,
    Tag,
}

/// <summary>What the helpdesk refused of a step of <c>Escalations</c>. The rest was done: the agents read in the note what is missing.</summary>
internal sealed class EscalationRefusals(EscalateTicket step)
{
    private readonly Dictionary<EscalationPart, string> _reasons = [];

    public void Add(EscalationPart part, string reason) => _reasons[part] = reason;

    /// <returns>The text of the note, with what was refused.</returns>
    public string AddTo(string note, ChannelOptions channel) => InternalNoteFormatter.JoinParagraphs(
    [
        note,
        .. _reasons.Select(refused => channel.GetText(
            TextName.EscalationRefused, ("what", Describe(refused.Key)), ("reason", refused.Value))),
    ]);

    /// <summary>Remembers what is refused, and what is not any more, once the rest of the step is done.</summary>
    public void Report(RefusedSettings settings, string channel)
    {
        foreach (var part in Enum.GetValues<EscalationPart>().Where(part => GetValue(part) is not null))
        {
            var setting = part == EscalationPart.Group && long.TryParse(step.Group, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? RefusableSetting.Group(channel, id)
                : RefusableSetting.Escalation(channel, Describe(part));
            if (_reasons.TryGetValue(part, out var reason))
                settings.Add(setting, reason);
            else
                settings.Remove(setting);
        }
    }

    private string Describe(EscalationPart part) => $"{part} {GetValue(part)}";

    private string? GetValue(EscalationPart part) => part switch
    {
        EscalationPart.Group => step.Group,
        EscalationPart.Priority => step.Priority,
        _ => step.Tag,
    };
}
