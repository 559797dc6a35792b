using Microsoft.AspNetCore.Http.Extensions;

namespace HelpdeskBridge.Admin;

/// <summary>The query part of the addresses of pages, as it is written into links and read from forms.</summary>
internal static class PageQuery
{
    /// <summary>Without what is empty.</summary>
    public static string Create(params (string Name, string? Value)[] parts)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in parts)
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }

        return query.ToString();
    }

    /// <summary>Null: nothing was typed into the field.</summary>
    public static string? Normalize(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
