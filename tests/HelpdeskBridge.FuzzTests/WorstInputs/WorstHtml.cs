using System.Globalization;
using static HelpdeskBridge.FuzzTests.WorstInputs.WorstInput;

namespace HelpdeskBridge.FuzzTests.WorstInputs;

/// <summary>HTML as a helpdesk may return it.</summary>
internal static class WorstHtml
{
    private static readonly string Fonts = string.Concat(
        Enumerable.Range(0, 250).Select(i => string.Create(CultureInfo.InvariantCulture, $"<font color={i}>")));

    private static readonly string NestedLinks = string.Concat(Enumerable.Repeat("<a href=x:y><marquee>", 120));

    public static IReadOnlyList<WorstInput> All { get; } =
    [
        Repeating("unclosed divs", "<div>"),
        Repeating("unclosed paragraphs", "<p>x"),
        Repeating("unclosed bold", "<b>"),
        Repeating("lists in lists", "<ul><li>"),
        Repeating("items", "<li>x"),
        Repeating("tables in tables", "<table><tr><td>"),
        Repeating("cells", "<td>x", "<table><tr>"),
        Repeating("empty cells", "<td>", "<table><tr><td>x"),
        Repeating("text in a table", "x<tr>", "<table>"),
        Nesting("quotes in quotes", "<blockquote>x", "</blockquote>"),
        Nesting("divs in divs", "<div>", "</div>"),
        Repeating("quotes", "<blockquote>x</blockquote>"),
        Repeating("entities", "&amp;"),
        Repeating("numbered entities", "&#128512;"),
        Repeating("unknown entities", "&no"),
        Repeating("a long attribute", "a", "<p style=\"", "\">x"),
        Counting("many attributes", number => $" a{number}", before: "<p", after: ">x"),
        Counting("bodies with attributes", number => $"<body a{number}>"),
        Counting("links", number => $"<a href=https://example.com/{number}>x</a>"),
        Repeating("unclosed links", "<a href=x:y>x"),
        Repeating("text in nested links", "x", NestedLinks),
        Repeating("pictures", "<img alt=\u2764>"),
        Repeating("text formats opened again", "<p>x", "<p>" + Fonts),
        Repeating("text formats crossed", "<b><i></b>x</i>"),
        Repeating("a format with attributes opened again", "<p>x", "<p><b" + string.Concat(Enumerable.Range(0, 1000).Select(
            i => string.Create(CultureInfo.InvariantCulture, $" a{i}"))) + ">"),
        Repeating("elements that stay open", "<span><div></span></div>"),
        Repeating("elements that stay open around a table", "<u><table></u></table>"),
        Repeating("closed paragraphs", "</p>"),
        Repeating("comments", "<!-->"),
        Repeating("line breaks", "<br>"),
        Repeating("no-break spaces", "&nbsp;"),
        Repeating("kept line breaks", "\n", "<blockquote><pre>x", "x</pre>"),
        Repeating("less-than signs", "<"),
        Repeating("unknown elements", "<x>x</x>"),
        Repeating("options", "<option>", "<select>"),
        Repeating("drawings", "<svg>"),
        Repeating("text", "x"),
    ];
}
