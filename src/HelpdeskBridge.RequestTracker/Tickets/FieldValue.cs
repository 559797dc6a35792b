namespace HelpdeskBridge.RequestTracker.Tickets;

/// <summary>What stands for a tag, because there are none: a custom field, by id or name, and a value of it, such as <c>Escalated=yes</c>.</summary>
internal sealed record FieldValue(string Field, string Value)
{
    /// <summary>One that gives a chat back to the bot.</summary>
    public const string Example = "Chat=bot";

    /// <returns>Null: it is none.</returns>
    public static FieldValue? Parse(string? text) =>
        text?.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } field, { Length: > 0 } value] ? new FieldValue(field, value) : null;

    public bool Equals(FieldValue other, StringComparison comparison) =>
        string.Equals(Field, other.Field, comparison) && string.Equals(Value, other.Value, comparison);
}
