using System.Globalization;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The ticket fields that an audit lists, with their values before and after the change.</summary>
internal static class TicketFields
{
    private static readonly (string Name, Func<SimulatedTicket, object?> Read)[] Fields =
    [
        ("subject", ticket => ticket.Subject),
        ("requester_id", ticket => Text(ticket.RequesterId)),
        ("status", ticket => ticket.Status),
        ("priority", ticket => ticket.Priority),
        ("type", ticket => ticket.Type),
        ("group_id", ticket => Text(ticket.GroupId)),
        ("assignee_id", ticket => Text(ticket.AssigneeId)),
        ("brand_id", ticket => Text(ticket.BrandId)),
        ("ticket_form_id", ticket => Text(ticket.FormId)),
        ("external_id", ticket => ticket.ExternalId),
        ("tags", ticket => string.Join(' ', ticket.Tags)),
    ];

    public static IEnumerable<(string Field, object? Value, object? Previous)> GetChanges(Audit audit)
    {
        foreach (var (name, read) in Fields)
        {
            var value = read(audit.After);
            var previous = audit.Before is null ? null : read(audit.Before);
            if (!Equals(value, previous))
                yield return (name, value, previous);
        }

        // A custom field is named by its id.
        foreach (var (id, value) in audit.After.CustomFields)
        {
            var previous = audit.Before?.CustomFields.TryGetValue(id, out var before) == true ? before.ToString() : null;
            if (value.ToString() != previous)
                yield return (id.ToString(CultureInfo.InvariantCulture), value.ToString(), previous);
        }
    }

    private static string? Text(long? id) => id?.ToString(CultureInfo.InvariantCulture);
}
