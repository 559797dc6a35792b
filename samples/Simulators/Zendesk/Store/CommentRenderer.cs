using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Renders a comment's text as plain text and as HTML, as Zendesk does.</summary>
internal static partial class CommentRenderer
{
    /// <summary>Longer bodies are truncated without an error, as in Zendesk.</summary>
    private const int MaxBytes = 64 * 1024;

    /// <param name="draft">The comment.</param>
    /// <param name="isStaff">Whether the author is staff. Staff text is read as Markdown, of which only code is supported here.</param>
    public static (string Body, string Html) Render(CommentDraft draft, bool isStaff)
    {
        if (draft.HtmlBody is { Length: > 0 } html)
            return (Truncate(ToPlainText(html)), $"""<div class="zd-comment" dir="auto">{html}</div>""");
        var body = Truncate(draft.Body ?? "");
        return (body, ToHtml(body, isStaff));
    }

    private static string ToHtml(string body, bool isMarkdown)
    {
        var html = new StringBuilder("""<div class="zd-comment" dir="auto">""");
        var text = body.ReplaceLineEndings("\n");

        // Splitting by a pattern with a capture group returns text and code alternately.
        foreach (var (index, part) in (isMarkdown ? Fence.Split(text) : [text]).Index())
        {
            if (index % 2 == 1)
                html.Append("<pre><code>").Append(WebUtility.HtmlEncode(part)).Append("</code></pre>");
            else
                AppendParagraphs(html, part, isMarkdown);
        }

        return html.Append("</div>").ToString();
    }

    private static void AppendParagraphs(StringBuilder html, string text, bool isMarkdown)
    {
        foreach (var paragraph in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(paragraph => paragraph.Trim('\n').Length > 0))
        {
            var encoded = WebUtility.HtmlEncode(paragraph.Trim('\n'));
            if (isMarkdown)
                encoded = Code.Replace(encoded, "<code>$1</code>");
            html.Append("""<p dir="auto">""").Append(encoded.Replace("\n", "<br>\n", StringComparison.Ordinal)).Append("</p>");
        }
    }

    private static string ToPlainText(string html)
    {
        var withLineBreaks = LineBreak.Replace(html, "\n");
        return WebUtility.HtmlDecode(Tag.Replace(withLineBreaks, "")).Trim();
    }

    private static string Truncate(string body)
    {
        if (Encoding.UTF8.GetByteCount(body) <= MaxBytes)
            return body;
        var bytes = Encoding.UTF8.GetBytes(body).AsSpan(0, MaxBytes);
        return Encoding.UTF8.GetString(bytes).TrimEnd('\uFFFD');
    }

    [GeneratedRegex(@"<br\s*/?>\n?|</p>\s*|</div>\s*|</li>\s*", RegexOptions.IgnoreCase)]
    private static partial Regex LineBreak { get; }

    [GeneratedRegex(@"^```\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence { get; }

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Code { get; }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag { get; }
}
