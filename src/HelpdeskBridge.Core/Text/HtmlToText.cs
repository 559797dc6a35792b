using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace HelpdeskBridge.Text;

/// <summary>
/// Converts HTML to plain text, as a messenger shows it. A picture of an emoji becomes the emoji. What other pictures and embedded media become is
/// up to the caller.
/// </summary>
internal static class HtmlToText
{
    private const int MaxCharacters = 4_000_000;

    /// <summary>The parser's work grows with the square of the depth. No text written by people is nested this deep.</summary>
    private const int MaxNesting = 256;

    /// <summary>The parser ignores some misplaced end tags. The elements then stay open, and it looks at all of them for each tag.</summary>
    private const int MaxMisnested = 1000;

    /// <summary>
    /// Memory that the parser may ask for: in any case, and in addition for each character. A text of a megabyte takes about half of that. Text
    /// formats that are never closed are opened again in every paragraph, so a small text could become millions of elements.
    /// </summary>
    private const int MaxBytesInAnyCase = 16 * 1024 * 1024;
    private const int MaxBytesPerCharacter = 64;

    private static readonly HashSet<string> NotShown = new(StringComparer.Ordinal)
    {
        "script", "style", "head", "title", "template", "noscript", "svg", "canvas", "select", "datalist", "textarea",
    };

    /// <summary>Elements that show something from another address. What is inside them is for browsers that can't show it.</summary>
    private static readonly HashSet<string> Media = new(StringComparer.Ordinal) { "img", "iframe", "object", "embed", "audio", "video" };

    /// <summary>Elements without an end tag, or whose end tag may be omitted. They nest only inside other elements.</summary>
    private static readonly HashSet<string> NotNesting = new(StringComparer.Ordinal)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "html", "head", "body", "p", "li", "dt", "dd", "option", "optgroup", "caption", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th",
    };

    /// <param name="html">The HTML.</param>
    /// <param name="describe">Gives the text to write for a picture or embedded media; null: nothing is written for any of them.</param>
    /// <param name="getLinkAddress">Gives the address to write for a link with this one; null, or a null result: the same; none.</param>
    /// <returns>
    /// The text, with at most one empty line between its blocks; empty when there is nothing to read; null when the HTML is too large, too deeply
    /// nested, or takes too much memory.
    /// </returns>
    public static string? Convert(string html, Func<EmbeddedMedia, string>? describe = null, Func<string, string?>? getLinkAddress = null)
    {
        if (html.Length > MaxCharacters)
            return null;
        try
        {
            var parser = new HtmlParser(
                new HtmlParserOptions { SkipComments = true, DisableElementPositionTracking = true, OnToken = CreateGuard(html.Length) });
            using var document = parser.ParseDocument(html);
            return document.Body is { } body ? Read(body, describe ?? (_ => ""), getLinkAddress ?? (address => address), html.Length) : "";
        }
        catch (TooComplexException)
        {
            return null;
        }
    }

    private static Action<HtmlToken, TextRange> CreateGuard(int characters)
    {
        var open = new List<string>();
        var misnested = 0;

        // Read for each token: the parser works on the caller's thread and gives no other hint of how many elements it has made.
        var maxAllocated = GC.GetAllocatedBytesForCurrentThread() + MaxBytesInAnyCase + ((long)MaxBytesPerCharacter * characters);
        return (token, _) =>
        {
            if (GC.GetAllocatedBytesForCurrentThread() > maxAllocated)
                throw new TooComplexException();
            if (token.Type is not (HtmlTokenType.StartTag or HtmlTokenType.EndTag) || NotNesting.Contains(token.Name))
                return;
            if (token.Type == HtmlTokenType.StartTag)
                open.Add(token.Name);
            else if (open.LastIndexOf(token.Name) is >= 0 and var index)
                misnested += Close(open, index);
            if (open.Count > MaxNesting || misnested > MaxMisnested)
                throw new TooComplexException();
        };
    }

    /// <summary>Takes an element from those that are open, together with all elements inside it.</summary>
    /// <returns>How many elements may be open in the parser all the same: none if the last element is closed, as it should be.</returns>
    private static int Close(List<string> open, int index)
    {
        var closed = open.Count - index;
        open.RemoveRange(index, closed);
        return closed == 1 ? 0 : closed;
    }

    private static string Read(IElement body, Func<EmbeddedMedia, string> describe, Func<string, string?> getLinkAddress, int characters)
    {
        var lines = new PlainTextWriter(characters);
        var path = new Stack<(INode Node, int Next)>([(body, 0)]);
        while (path.TryPop(out var at))
        {
            if (at.Next == at.Node.ChildNodes.Length)
            {
                Leave((IElement)at.Node, lines, getLinkAddress);
                continue;
            }

            path.Push(at with { Next = at.Next + 1 });
            switch (at.Node.ChildNodes[at.Next])
            {
                case IText text:
                    lines.Write(text.Data);
                    break;
                case IElement element when IsHidden(element):
                    break;
                case IElement element when Media.Contains(element.LocalName):
                    var isInLink = path.Any(outer => outer.Node is IElement { LocalName: "a" });
                    lines.Write(GetEmoji(element) ?? describe(GetMedia(element, isInLink)));
                    break;
                case IElement element:
                    Enter(element, lines);
                    path.Push((element, 0));
                    break;
            }
        }

        return lines.ToString();
    }

    private static void Enter(IElement element, PlainTextWriter lines)
    {
        lines.Block(HasEmptyLinesAround(element));
        switch (element.LocalName)
        {
            case "br":
                lines.Break();
                break;
            case "hr":
                lines.Write("---");
                break;
            case "a":
                lines.BeginLink();
                break;
            case "blockquote":
                lines.BeginQuote();
                break;
            case "ul" or "ol":
                lines.BeginList(element.LocalName == "ol" ? GetNumber(element, "start") ?? 1 : null);
                break;
            case "li":
                lines.BeginItem(GetNumber(element, "value"));
                break;
            case "tr":
                lines.BeginRow();
                break;
            case "td" or "th":
                lines.BeginCell();
                break;
        }

        if (KeepsWhitespace(element))
            lines.PreserveWhitespace(true);
    }

    private static void Leave(IElement element, PlainTextWriter lines, Func<string, string?> getLinkAddress)
    {
        if (KeepsWhitespace(element))
            lines.PreserveWhitespace(false);
        switch (element.LocalName)
        {
            case "a":
                lines.EndLink(LinkAddress.Parse(element.GetAttribute("href")) is { } address ? getLinkAddress(address) : null);
                break;
            case "blockquote":
                lines.EndQuote();
                break;
            case "ul" or "ol":
                lines.EndList();
                break;
            case "li":
                lines.EndItem();
                break;
            case "tr":
                lines.EndRow();
                break;
            case "td" or "th":
                lines.EndCell();
                break;
        }

        lines.Block(HasEmptyLinesAround(element));
    }

    /// <returns>Whether empty lines separate the block from its neighbours; null for an element within a line.</returns>
    private static bool? HasEmptyLinesAround(IElement element) => element.LocalName switch
    {
        "p" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "blockquote" or "pre" or "ul" or "ol" or "dl" or "table" or "figure" or "hr" => true,
        "div" or "section" or "article" or "header" or "footer" or "main" or "aside" or "nav" or "address" or "center" or "form" or "fieldset"
            or "legend" or "details" or "summary" or "figcaption" or "caption" or "li" or "dt" or "dd" or "tr" => false,
        _ => null,
    };

    private static bool IsHidden(IElement element) =>
        NotShown.Contains(element.LocalName) || element.HasAttribute("hidden")
        || HasStyle(element, "display:none") || HasStyle(element, "visibility:hidden");

    private static bool KeepsWhitespace(IElement element) =>
        element.LocalName == "pre" || HasStyle(element, "white-space:pre");

    private static bool HasStyle(IElement element, string style) =>
        element.GetAttribute("style")?.Replace(" ", "", StringComparison.Ordinal).Contains(style, StringComparison.OrdinalIgnoreCase) == true;

    private static int? GetNumber(IElement element, string attribute) =>
        int.TryParse(element.GetAttribute(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static EmbeddedMedia GetMedia(IElement element, bool isInLink) => new(
        element.GetAttribute("src") ?? element.GetAttribute("data") ?? element.QuerySelector("source[src]")?.GetAttribute("src"),
        (element.GetAttribute("alt") ?? element.GetAttribute("title") ?? "").Trim(),
        isInLink,
        IsInvisible: GetNumber(element, "width") is 0 or 1 || GetNumber(element, "height") is 0 or 1);

    /// <returns>The emoji that the picture shows; null: it shows something else.</returns>
    private static string? GetEmoji(IElement picture)
    {
        var alt = picture.GetAttribute("alt") ?? "";
        var isEmoji = alt.Length <= 32
            && alt.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.EnclosingMark)
            && !alt.EnumerateRunes().Any(rune => Rune.IsLetter(rune) || Rune.IsWhiteSpace(rune));
        return isEmoji ? alt : null;
    }

    private sealed class TooComplexException : Exception;
}
