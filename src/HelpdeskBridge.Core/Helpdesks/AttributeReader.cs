using System.Text.Json;
using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Helpdesks;

/// <summary>Finds attributes by name in what the bot knows about the client. Hidden ones are found too.</summary>
internal static class AttributeReader
{
    /// <returns>Null: there is no such attribute, or it is null.</returns>
    public static JsonElement? Find(HandOverContext context, string name) =>
        FindMember(context.Attributes, name) ?? FindMember(context.HiddenAttributes, name);

    /// <summary>The same for a field of the ticket, where what the bot's script has said since counts first.</summary>
    public static JsonElement? FindForField(HandOverContext context, string name) => FindMember(context.ScriptFields, name) ?? Find(context, name);

    private static JsonElement? FindMember(string? json, string name)
    {
        using var document = JsonDocument.Parse(json ?? "{}");
        var root = document.RootElement;
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value.Clone()
            : null;
    }
}
