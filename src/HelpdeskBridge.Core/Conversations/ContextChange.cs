using System.Text.Json;

namespace HelpdeskBridge.Conversations;

/// <summary>Something the bot tells about the client differently than before. Values are JSON text, null where there is none.</summary>
/// <param name="Name">The member's; empty where it is about the whole, which is no object.</param>
/// <param name="Before">What was told before.</param>
/// <param name="After">What is told now.</param>
internal sealed record ContextChange(string Name, string? Before, string? After)
{
    /// <summary>Member by member, in the order they were told; of nested ones, the whole member.</summary>
    public static IReadOnlyList<ContextChange> Between(string? before, string? after)
    {
        using var old = JsonDocument.Parse(before ?? "{}");
        using var now = JsonDocument.Parse(after ?? "{}");
        var (was, told) = (old.RootElement, now.RootElement);
        if (JsonElement.DeepEquals(was, told))
            return [];
        if (was.ValueKind != JsonValueKind.Object || told.ValueKind != JsonValueKind.Object)
            return [new ContextChange("", before, after)];
        return
        [
            .. from name in was.EnumerateObject().Concat(told.EnumerateObject()).Select(member => member.Name).Distinct(StringComparer.Ordinal)
               let left = Member(was, name)
               let right = Member(told, name)
               where left is null || right is null || !JsonElement.DeepEquals(left.Value, right.Value)
               select new ContextChange(name, left?.GetRawText(), right?.GetRawText()),
        ];
    }

    private static JsonElement? Member(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value : null;
}
