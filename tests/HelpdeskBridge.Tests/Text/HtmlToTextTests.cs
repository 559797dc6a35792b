using System.Net;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Tests.Text;

/// <summary>What a client reads of an agent's formatted comment.</summary>
public sealed class HtmlToTextTests
{
    [Theory]
    [InlineData("<div class=\"zd-comment\" dir=\"auto\"><p dir=\"auto\">Hi Ann,</p>\n\n<p dir=\"auto\">I'm Bob.</p></div>", "Hi Ann,\n\nI'm Bob.")]
    [InlineData("""<div class="zd-comment" dir="auto">One<br>two<br>&nbsp;<br>three</div>""", "One\ntwo\n\nthree")]
    [InlineData("""<div class="zd-comment zd-comment-pre-styled" dir="auto"><div>One</div><div><br></div><div>two</div></div>""", "One\n\ntwo")]
    [InlineData("""<div class="zd-comment" dir="auto"><p>Before</p><p>&nbsp;</p><p>&nbsp;</p><p>after</p></div>""", "Before\n\nafter")]
    [InlineData("""<div>One</div><div>&nbsp;</div><div>two</div>""", "One\n\ntwo")]
    [InlineData("Hi!", "Hi!")]
    [InlineData("  <p> a   b\nc\t d </p>  ", "a b c d")]
    [InlineData("<p>a <b> bold </b> word</p>", "a bold word")]
    [InlineData("<p>one<br></p><p>two</p>", "one\n\ntwo")]
    [InlineData("a<br><br><br><br>b", "a\n\nb")]
    [InlineData("<h2>Title</h2>text<h3>Next</h3>more", "Title\n\ntext\n\nNext\n\nmore")]
    [InlineData("<p>above</p><hr><p>below</p>", "above\n\n---\n\nbelow")]
    [InlineData("", "")]
    [InlineData("<p>&nbsp;</p><div><br></div>", "")]
    public void Paragraphs_and_lines_stay_what_they_are(string html, string text) => ShouldRead(html, text);

    [Theory]
    [InlineData("<p>Do:</p><ul><li>one</li><li>two</li></ul><p>Bye</p>", "Do:\n\n- one\n- two\n\nBye")]
    [InlineData("<ol dir=\"auto\">\n<li>one</li>\n<li><p>two</p></li>\n</ol>", "1. one\n2. two")]
    [InlineData("<ol start=3><li>c<li>d<ul><li>x</li><li>y<br>z</li></ul><li value=9>i</ol>", "3. c\n4. d\n  - x\n  - y\n    z\n9. i")]
    [InlineData("<ul><li></li><li>a</li></ul>", "- a")]
    [InlineData("<li>lost", "- lost")]
    [InlineData("<ol start=2147483647><li>a<li>b</ol>", "2147483647. a\n-2147483648. b")]
    public void Lists_keep_their_marks_and_their_depth(string html, string text) => ShouldRead(html, text);

    [Theory]
    [InlineData("""See <a href="https://example.com/help" target="_blank">our help</a>.""", "See our help (https://example.com/help).")]
    [InlineData("""See <a href="https://example.com/help">https://example.com/help</a>.""", "See https://example.com/help.")]
    [InlineData("""See <a href="https://www.example.com/">example.com</a> now""", "See https://www.example.com/ now")]
    [InlineData("""<a href="https://ru.example.org/%D0%9F%D1%80">https://ru.example.org/Пр</a>""", "https://ru.example.org/%D0%9F%D1%80")]
    [InlineData("""<a href="https://example.com/a/very/long/way">https://example.com/a/ve…</a>""", "https://example.com/a/very/long/way")]
    [InlineData("""<a href="mailto:ann@example.com?subject=Hi">ann@example.com</a>""", "ann@example.com")]
    [InlineData("""<a href="mailto:ann@example.com">Write us</a>""", "Write us (ann@example.com)")]
    [InlineData("""<a href="tel:+74951234567">+7 (495) 123-45-67</a>""", "+7 (495) 123-45-67")]
    [InlineData("""<a href="tel:+74951234567">Call us</a>""", "Call us (+74951234567)")]
    [InlineData("""<a href="mailto:ann%00%0Abcc%3A%E2%80%AE%40example.com">Write us</a>""", "Write us (annbcc:@example.com)")]
    [InlineData("""<a href="tel:%07+7%20495%20123">Call us</a>""", "Call us (+7 495 123)")]
    [InlineData("""<a href="https://example.com/😀/𠮷">here</a>""", "here (https://example.com/😀/𠮷)")]
    [InlineData("<a href=\"javascript:alert(1)\">click</a>, <a href=\" jAva\nscript:x\">here</a>, <a href=\"#top\">up</a>, <a>nowhere</a>",
        "click, here, up, nowhere")]
    [InlineData("""<a href="//example.com/x"><img src="logo.png" alt="Logo"></a>""", "https://example.com/x")]
    [InlineData("""<a href="https://e.com/x"> words </a>more""", "words (https://e.com/x) more")]
    [InlineData("""<a href="https://e.com/x"><p>block</p></a><p>next</p>""", "block (https://e.com/x)\n\nnext")]
    public void A_link_is_its_text_and_its_address(string html, string text) => ShouldRead(html, text);

    [Theory]
    [InlineData("<p>Yes.</p><blockquote><p>Is it?</p><p>Really?</p></blockquote><p>Bye</p>", "Yes.\n\n> Is it?\n>\n> Really?\n\nBye")]
    [InlineData("<blockquote>a<blockquote>b</blockquote>c</blockquote>", "> a\n>\n> > b\n>\n> c")]
    [InlineData("<blockquote><ul><li>a</li></ul></blockquote>", "> - a")]
    public void A_quote_has_a_mark_on_every_line(string html, string text) => ShouldRead(html, text);

    [Theory]
    [InlineData("<table><thead><tr><th>Day</th><th>Open</th></tr></thead><tbody><tr><td>Mon</td><td>9-18</td></tr></tbody></table>",
        "Day | Open\nMon | 9-18")]
    [InlineData("<table><tr><td><p>a</p></td><td><p>b</p></td></tr><tr><td>c</td><td></td><td>d</td></tr></table>x", "a | b\nc |  | d\n\nx")]
    [InlineData("<table><tr><td><img src='logo.png'></td><td><table><tr><td>Ann Lee</td></tr><tr><td>Sales</td></tr></table></td></tr></table>",
        "Ann Lee\nSales")]
    [InlineData("<table><tr><td>a<br>b</td><td><br>c</td></tr></table>", "a\nb\nc")]
    public void A_table_has_a_line_for_each_row(string html, string text) => ShouldRead(html, text);

    [Theory]
    [InlineData("<p>Run</p><pre>if x:\n    y()\n\n\n    z()\n</pre><p>then</p>", "Run\n\nif x:\n    y()\n\n\n    z()\n\nthen")]
    [InlineData("""<pre style="white-space: pre-wrap"><code>  a &lt;b&gt;</code></pre>""", "  a <b>")]
    [InlineData("<div style=\"white-space: pre-wrap\">a\nb</div>", "a\nb")]
    [InlineData("<p><code>a   b</code></p>", "a b")]
    public void Preformatted_text_keeps_its_spaces(string html, string text) => ShouldRead(html, text);

    [Theory]
    [InlineData("Tom &amp; Jerry &lt;3 &quot;x&quot; &#128512; &euro;5 &notit; & co", "Tom & Jerry <3 \"x\" 😀 €5 ¬it; & co")]
    [InlineData("a&nbsp;b&nbsp; c", "a b  c")]
    [InlineData("\uFEFFa\u200Bb\u2060c\u00ADd", "abcd")]
    [InlineData("👨‍👩‍👧 می‌خواهم", "👨‍👩‍👧 می‌خواهم")]
    [InlineData("""Great <img alt="😀" class="emoji" src="x.png"> <img alt="Screenshot" src="y.png"><img src="z.png">""", "Great 😀")]
    [InlineData("""<img alt="1️⃣"> <img alt="🇩🇪">""", "1️⃣ 🇩🇪")]
    public void Characters_are_what_the_reader_saw(string html, string text) => ShouldRead(html, text);

    /// <summary>What a picture or embedded media becomes is up to the caller.</summary>
    [Theory]
    [InlineData("""a <img src="p.png" alt=" A plan "> b""", "a [p.png|A plan|False|False] b")]
    [InlineData("""<a href="https://example.com"><b><img src="p.png"></b></a>""", "[p.png||True|False] (https://example.com)")]
    [InlineData("""<iframe src="https://v.example.com" title="Film">old browsers</iframe>""", "[https://v.example.com|Film|False|False]")]
    [InlineData("""<video><source src="v.mp4"><track></video><object data="o"></object>""", "[v.mp4||False|False][o||False|False]")]
    [InlineData("""x<img src="t.gif" width="1" height="1"><img>""", "x[t.gif||False|True][||False|False]")]
    [InlineData("""<img alt="😀" src="x.png"><div hidden><img src="y.png"></div>""", "😀")]
    public void Pictures_are_described_by_the_caller(string html, string text) => HtmlToText.Convert(
        html, media => $"[{media.Address}|{media.Alt}|{media.IsInLink}|{media.IsInvisible}]").ShouldBe(text);

    [Theory]
    [InlineData("a<script>alert('b')</script><style>p{}</style><template>t</template><!-- c --><noscript>n</noscript>d", "ad")]
    [InlineData("""a<div hidden>b</div><span style="display: none">c</span><span style="Visibility:hidden">d</span>e""", "ae")]
    [InlineData("<title>t</title><p>a</p>", "a")]
    [InlineData("<p>a<svg><text>b</text></svg><textarea>c</textarea></p>", "a")]
    public void What_is_not_shown_is_left_out(string html, string text) => ShouldRead(html, text);

    [Theory]
    [InlineData("<p>a<p>b<div>c", "a\n\nb\n\nc")]
    [InlineData("<b><i>a</b>b</i></div></ul></table>c", "abc")]
    [InlineData("a < b and <", "a < b and <")]
    [InlineData("</p>a<td>b</td><tr>c", "abc")]
    [InlineData("<table>x<tr><li>y", "x\n- y")]
    [InlineData("<a href='x'><table><tr><td><a href='https://e.com'>z</a>", "z (https://e.com)")]
    [InlineData("<frameset><frame></frameset>", "")]
    public void Malformed_html_is_read_as_browsers_do(string html, string text) => ShouldRead(html, text);

    [Fact]
    public void A_signature_stays_as_it_is() => ShouldRead(
        """<div class="zd-comment"><p>Done.</p><div class="signature"><p>-- <br>Bob Marley<br>Acme Ltd. | """
            + """<a href="http://acme.example">acme.example</a></p></div></div>""",
        "Done.\n\n--\nBob Marley\nAcme Ltd. | http://acme.example");

    [Theory]
    [InlineData("div")]
    [InlineData("ul><li")]
    [InlineData("blockquote")]
    [InlineData("b id=x")]
    [InlineData("table><tr><td")]
    [InlineData("span")]
    public void What_is_nested_too_deep_is_left_to_the_helpdesks_own_plain_text(string tag) =>
        HtmlToText.Convert(string.Concat(Enumerable.Repeat($"<{tag}>", 10_000)) + "x").ShouldBeNull();

    /// <summary>Each paragraph opens the 200 elements again that the first one left open: ten million elements.</summary>
    [Fact]
    public void What_becomes_many_times_larger_is_left_to_the_helpdesks_own_plain_text()
    {
        var fonts = string.Concat(Enumerable.Range(0, 200).Select(i => $"<font color={i}>"));
        _ = HtmlToText.Convert(fonts); // compiled before it is measured
        var html = "<p>" + fonts + string.Concat(Enumerable.Repeat("<p>x", 50_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        HtmlToText.Convert(html).ShouldBeNull();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(40_000_000);
    }

    [Fact]
    public void Of_a_link_that_is_never_closed_every_word_is_read_and_the_address_only_a_few_times()
    {
        var address = $"https://example.com/{new string('a', 500)}";
        var html = $"<p><a href=\"{address}\">word 0" + string.Concat(Enumerable.Range(1, 499).Select(i => $"<p>word {i}"));

        var text = HtmlToText.Convert(html).ShouldNotBeNull();

        text.Split('\n').Where(line => line.Length > 0).Select(line => line.Split(" (")[0])
            .ShouldBe(Enumerable.Range(0, 500).Select(i => $"word {i}"));
        text.ShouldStartWith($"word 0 ({address})");
        text.Length.ShouldBeLessThan(4 * html.Length);
    }

    [Fact]
    public void Each_of_many_links_keeps_its_address()
    {
        var links = Enumerable.Range(0, 500).Select(i => $"https://example.com/{i}").ToList();

        HtmlToText.Convert(string.Concat(links.Select(link => $"<a href={link}>x</a> ")))
            .ShouldBe(string.Join(' ', links.Select(link => $"x ({link})")));
    }

    /// <summary>The parser ignores these end tags, so more and more stay open. A look at all of them for each tag takes minutes.</summary>
    [Theory]
    [InlineData("<span><div></span></div>")]
    [InlineData("<u><table></u></table>")]
    [InlineData("<div><marquee></div></marquee>")]
    public void What_stays_open_is_left_to_the_helpdesks_own_plain_text(string misnested) =>
        HtmlToText.Convert(string.Concat(Enumerable.Repeat(misnested, 40_000))).ShouldBeNull();

    [Fact]
    public void A_few_misnested_elements_are_read() =>
        HtmlToText.Convert(string.Concat(Enumerable.Repeat("<p><b><i>x</b>y</i></p>", 400))).ShouldNotBeNull().Split('x').Length.ShouldBe(401);

    [Fact]
    public void A_megabyte_is_read()
    {
        var text = HtmlToText.Convert(string.Concat(Enumerable.Repeat("<p>seventeen letters<br>a<b>b</b>", 32_000))).ShouldNotBeNull();

        text.Split("\n\n").Length.ShouldBe(32_000);
        text.ShouldStartWith("seventeen letters\nab\n\n");
        HtmlToText.Convert(new string('x', 4_000_001)).ShouldBeNull();
    }

    [Property(MaxTest = 200)]
    public void No_html_makes_it_fail(string? html) => Should.NotThrow(() => HtmlToText.Convert(html ?? ""));

    [Property(MaxTest = 200)]
    public Property No_tag_is_left_of_tags_in_any_order()
    {
        var part = Gen.Elements(
            "<p>", "</p>", "<div>", "</div>", "<br>", "<ul>", "</ul>", "<ol start=7>", "<li>", "</li>", "<a href='https://e.com/'>", "</a>",
            "<table>", "<tr>", "<td>", "</td>",
            "</tr>", "</table>", "<blockquote>", "</blockquote>", "<pre>", "</pre>", "<b>", "</b>", "<img alt='😀'>", "<script>", "</script>", " ",
            "\n", "word", "&nbsp;", "&amp;", "<!-- x -->", "<");
        return Prop.ForAll(part.ListOf().ToArbitrary(), parts =>
        {
            var text = HtmlToText.Convert(string.Concat(parts));

            text.ShouldNotBeNull().ShouldNotMatch("</?(p|div|br|[ou]l|li|a|table|t[rd]|blockquote|pre|b|img|script)\\b");
            text.ShouldBe(text.TrimEnd());
        });
    }

    [Property(MaxTest = 200)]
    public Property Plain_text_comes_back_as_it_was()
    {
        var pieces = Gen.Elements("Hello", "a<b", "x>y", "Tom&Jerry", "&amp;", "\"q\"", "'", "😀", "Привет", "مرحبا", "<p>", "{{x}}", "**b**", "`c`")
            .ListOf().Where(list => list.Count > 0);
        return Prop.ForAll(pieces.ToArbitrary(), list =>
        {
            var text = string.Join(' ', list);

            HtmlToText.Convert($"<p>{WebUtility.HtmlEncode(text)}</p>").ShouldBe(text);
        });
    }

    private static void ShouldRead(string html, string text) =>
        HtmlToText.Convert(html).ShouldBe(text);
}
