using System.Text.Json;

namespace HelpdeskBridge.RequestTracker.Api;

/// <summary>
/// What an answer must have to be one. An answer without it can't be read, as one that is no JSON: what would follow from it is not known.
/// </summary>
internal static class RtAnswer
{
    /// <exception cref="JsonException">There is no id.</exception>
    public static void RequireId(string? id)
    {
        if (string.IsNullOrEmpty(id))
            throw new JsonException("There is no id.");
    }

    /// <exception cref="JsonException">An entry is null.</exception>
    public static void RequireEntries<T>(IReadOnlyList<T>? list)
    {
        if (list?.Any(entry => entry is null) == true)
            throw new JsonException("An entry of a list is null.");
    }
}
