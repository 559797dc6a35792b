using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>
/// Cursor paging if the request asks for it with <c>page[size]</c>, otherwise a single offset page. A cursor identifies the last item of
/// its page, so the cursor of the last page later returns exactly the items added since.
/// </summary>
internal static class Paging
{
    private const int MaxPageSize = 100;

    public static Dictionary<string, object?> CreatePage<T>(
        HttpRequest request, string name, IReadOnlyList<T> items, Func<T, long> getId, Func<T, object> represent, out IReadOnlyList<T> shown)
    {
        if (!request.Query.ContainsKey("page[size]") && !request.Query.ContainsKey("page[after]"))
        {
            shown = [.. items.Take(MaxPageSize)];
            return new() { [name] = shown.Select(represent), ["next_page"] = null, ["previous_page"] = null, ["count"] = items.Count };
        }

        var size = int.TryParse(request.Query["page[size]"], out var requested) ? Math.Clamp(requested, 1, MaxPageSize) : MaxPageSize;
        var after = Decode(request.Query["page[after]"]);
        var start = after is null ? 0 : items.TakeWhile(item => getId(item) != after).Count() + 1;
        shown = [.. items.Skip(start).Take(size)];

        var last = shown.Count > 0 ? Encode(getId(shown[^1])) : request.Query["page[after]"].ToString();
        var first = shown.Count > 0 ? Encode(getId(shown[0])) : null;
        return new()
        {
            [name] = shown.Select(represent),
            ["meta"] = new { HasMore = start + shown.Count < items.Count, AfterCursor = NullIfEmpty(last), BeforeCursor = first },
            // The next link is present even on the last page: only has_more marks the end.
            ["links"] = new { Prev = (string?)null, Next = last.Length == 0 ? null : CreateNextLink(request, size, last) },
        };
    }

    private static string CreateNextLink(HttpRequest request, int size, string cursor) =>
        $"{request.Scheme}://{request.Host}{request.Path}.json?page%5Bafter%5D={Uri.EscapeDataString(cursor)}&page%5Bsize%5D={size}"
        + (request.Query.TryGetValue("sort", out var sort) ? $"&sort={Uri.EscapeDataString(sort.ToString())}" : "");

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static string Encode(long id) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"id:{id}"));

    private static long? Decode(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
            return null;
        if (Base64Url.IsValid(cursor)
            && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)) is ['i', 'd', ':', .. var digits]
            && long.TryParse(digits, CultureInfo.InvariantCulture, out var id))
            return id;
        throw ZendeskApiException.InvalidAttribute("You passed an invalid value for the page[after] attribute. is not valid");
    }
}
