using System.Text.Json;

namespace HelpdeskBridge.Conversations;

/// <summary>A change in the data that the bot gives about the client. Values are JSON text; null means that there is no value.</summary>
/// <param name="Name">The name of the member that changed; empty when the whole value changed, because it is no object.</param>
/// <param name="Before">The value before.</param>
/// <param name="After">The value now.</param>
internal sealed record ContextChange(string Name, string? Before, string? After)
{
    /// <summary>
    /// Compares two JSON texts member by member, in the order of the members. A nested object is compared as a whole. The time is in proportion to
    /// the size of the texts.
    /// </summary>
    public static IReadOnlyList<ContextChange> Between(string? before, string? after)
    {
        if (before == after)
            return [];
        using var oldDocument = JsonDocument.Parse(before ?? "{}");
        using var newDocument = JsonDocument.Parse(after ?? "{}");
        var (oldRoot, newRoot) = (oldDocument.RootElement, newDocument.RootElement);
        if (oldRoot.ValueKind != JsonValueKind.Object || newRoot.ValueKind != JsonValueKind.Object)
            return AreEqual(oldRoot, newRoot) ? [] : [new ContextChange("", before, after)];
        var (oldMembers, newMembers) = (GetMembers(oldRoot), GetMembers(newRoot));
        return
        [
            .. from name in oldMembers.Keys.Concat(newMembers.Keys.Where(name => !oldMembers.ContainsKey(name)))
               let oldValue = oldMembers.TryGetValue(name, out var value) ? value : (JsonElement?)null
               let newValue = newMembers.TryGetValue(name, out var value) ? value : (JsonElement?)null
               where oldValue is null || newValue is null || !AreEqual(oldValue.Value, newValue.Value)
               select new ContextChange(name, oldValue?.GetRawText(), newValue?.GetRawText()),
        ];
    }

    /// <summary>The members of an object by name, in their order. If a name occurs several times, the last value counts.</summary>
    private static Dictionary<string, JsonElement> GetMembers(JsonElement parent)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in parent.EnumerateObject())
            members[member.Name] = member.Value;
        return members;
    }

    /// <summary>
    /// Like <see cref="JsonElement.DeepEquals"/>, which fails for numbers with very large exponents. Such numbers are equal if they are written the
    /// same way.
    /// </summary>
    private static bool AreEqual(JsonElement one, JsonElement other)
    {
        if (one.ValueKind != other.ValueKind)
            return false;
        switch (one.ValueKind)
        {
            case JsonValueKind.Object:
                var (members, others) = (GetMembers(one), GetMembers(other));
                return members.Count == others.Count
                    && members.All(member => others.TryGetValue(member.Key, out var value) && AreEqual(member.Value, value));
            case JsonValueKind.Array:
                return one.GetArrayLength() == other.GetArrayLength()
                    && one.EnumerateArray().Zip(other.EnumerateArray()).All(pair => AreEqual(pair.First, pair.Second));
            case JsonValueKind.String:
                return one.ValueEquals(other.GetString());
            case JsonValueKind.Number when one.TryGetDecimal(out var number) && other.TryGetDecimal(out var otherNumber):
                return number == otherNumber;
            default:
                return one.GetRawText() == other.GetRawText();
        }
    }
}
