using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Turns a comment's text into the forms Zendesk keeps of it.</summary>
internal static partial class CommentText
{
    /// <summary>Longer bodies are cut without a word, as in Zendesk.</summary>
    private const int MaxBytes = 64 * 1024;

    public static (string Body, string Html) Of(CommentDraft draft)
    {
        if (draft.HtmlBody is { Length: > 0 } html)
            return (Cut(PlainOf(html)), $"""<div class="zd-comment" dir="auto">{html}</div>""");
        var body = Cut(draft.Body ?? "");
        return (body, HtmlOf(body));
    }

    private static string HtmlOf(string body)
    {
        var html = new StringBuilder("""<div class="zd-comment" dir="auto">""");
        foreach (var paragraph in body.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var text = WebUtility.HtmlEncode(paragraph.Trim('\n')).Replace("\n", "<br>\n", StringComparison.Ordinal);
            html.Append("""<p dir="auto">""").Append(text).Append("</p>");
        }

        return html.Append("</div>").ToString();
    }

    private static string PlainOf(string html)
    {
        var broken = LineBreak.Replace(html, "\n");
        return WebUtility.HtmlDecode(Tag.Replace(broken, "")).Trim();
    }

    private static string Cut(string body)
    {
        if (Encoding.UTF8.GetByteCount(body) <= MaxBytes)
            return body;
        var bytes = Encoding.UTF8.GetBytes(body).AsSpan(0, MaxBytes);
        return Encoding.UTF8.GetString(bytes).TrimEnd('\uFFFD');
    }

    [GeneratedRegex(@"<br\s*/?>\n?|</p>\s*|</div>\s*|</li>\s*", RegexOptions.IgnoreCase)]
    private static partial Regex LineBreak { get; }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag { get; }
}
