using System.Text.Json;

namespace HelpdeskBridge.Text;

/// <summary>
/// Reads JSON from other systems. The grammar of JSON allows half a surrogate pair in a string or in a name, but <see cref="JsonElement"/>
/// throws when it reads one. Here such a value or member counts as absent.
/// </summary>
internal static class LenientJson
{
    /// <returns>
    /// The member with this name, the last one if there are several; null when there is none, or <paramref name="parent"/> is not an object.
    /// </returns>
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
                // The name is not valid Unicode.
            }
        }

        return found;
    }

    /// <returns>The text of a string; null for any other value, and for a string that is not valid Unicode.</returns>
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
