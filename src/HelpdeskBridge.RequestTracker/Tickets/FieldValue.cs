namespace HelpdeskBridge.RequestTracker.Tickets;

/// <summary>What stands for a tag, because there are none: a custom field, by id or name, and a value of it, such as <c>Escalated=yes</c>.</summary>
internal sealed record FieldValue(string Field, string Value)
{
    /// <returns>Null: it is none.</returns>
    public static FieldValue? Parse(string? text) =>
        text?.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } field, { Length: > 0 } value] ? new FieldValue(field, value) : null;
}
