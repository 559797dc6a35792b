using System.Text.Json;

namespace HelpdeskBridge.Text;

/// <summary>
/// Looks into JSON that somebody else wrote. Half a surrogate pair is allowed in it by the grammar, and the reader throws where it
/// meets one, in a text or in a name: here that is a member that isn't there.
/// </summary>
internal static class LenientJson
{
    /// <summary>The member of that name, the last one if there are several; null: there is none, or <paramref name="parent"/> has no members.</summary>
    public static JsonElement? Member(this JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            return null;
        JsonElement? found = null;
        foreach (var member in parent.EnumerateObject())
        {
            try
            {
                if (member.NameEquals(name))
                    found = member.Value;
            }
            catch (InvalidOperationException)
            {
                // A name that is none.
            }
        }

        return found;
    }

    /// <summary>The text of a string; null for anything else and for what is no text.</summary>
    public static string? Text(this JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
