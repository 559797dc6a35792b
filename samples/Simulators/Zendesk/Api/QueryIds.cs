using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Lists of ids in a query: at most a hundred, as everywhere in Zentickets.</summary>
internal static class QueryIds
{
    public static IReadOnlyList<long> Read(HttpRequest request, string name) =>
        [.. ReadTexts(request, name).Select(text => long.TryParse(text, out var id) ? id : 0)];

    public static IReadOnlyList<string> ReadTexts(HttpRequest request, string name)
    {
        var texts = request.Query[name].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return texts.Length <= 100 ? texts : throw ZendeskApiException.TooManyValues();
    }
}
