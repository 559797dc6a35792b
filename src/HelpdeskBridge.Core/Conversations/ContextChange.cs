using System.Text.Json;

namespace HelpdeskBridge.Conversations;

/// <summary>A change in the data that the bot gives about the client. Values are JSON text; null means that there is no value.</summary>
/// <param name="Name">The name of the member that changed; empty when the whole value changed, because it is no object.</param>
/// <param name="Before">The value before.</param>
/// <param name="After">The value now.</param>
internal sealed record ContextChange(string Name, string? Before, string? After)
{
    /// <summary>Compares two JSON texts member by member, in the order of the members. A nested object is compared as a whole.</summary>
    public static IReadOnlyList<ContextChange> Between(string? before, string? after)
    {
        using var oldDocument = JsonDocument.Parse(before ?? "{}");
        using var newDocument = JsonDocument.Parse(after ?? "{}");
        var (oldRoot, newRoot) = (oldDocument.RootElement, newDocument.RootElement);
        if (JsonElement.DeepEquals(oldRoot, newRoot))
            return [];
        if (oldRoot.ValueKind != JsonValueKind.Object || newRoot.ValueKind != JsonValueKind.Object)
            return [new ContextChange("", before, after)];
        return
        [
            .. from name in oldRoot.EnumerateObject().Concat(newRoot.EnumerateObject()).Select(member => member.Name).Distinct(StringComparer.Ordinal)
               let oldValue = GetMember(oldRoot, name)
               let newValue = GetMember(newRoot, name)
               where oldValue is null || newValue is null || !JsonElement.DeepEquals(oldValue.Value, newValue.Value)
               select new ContextChange(name, oldValue?.GetRawText(), newValue?.GetRawText()),
        ];
    }

    private static JsonElement? GetMember(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value : null;
}
