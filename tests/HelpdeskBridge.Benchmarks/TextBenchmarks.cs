using BenchmarkDotNet.Attributes;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Benchmarks;

/// <summary>What an agent wrote, as plain text.</summary>
public class TextBenchmarks
{
    private const string Short = """<div class="zd-comment" dir="auto"><p dir="auto">Your order left <b>yesterday</b>.</p></div>""";

    private const string Formatted = """
        <div class="zd-comment" dir="auto"><p dir="auto">Hello Ann,</p><p dir="auto">please try this:</p>
        <ol dir="auto"><li>Open <a href="https://shop.example.com/account">your account</a></li><li>Choose <i>Orders</i></li>
        <li>Click <b>Cancel</b> &amp; confirm<ul><li>with your password</li><li>or with the code</li></ul></li></ol>
        <table><tr><th>Order</th><th>State</th></tr><tr><td>4711</td><td>sent</td></tr></table>
        <blockquote>Where is my order?</blockquote><pre>error 42
          at line 7</pre><p dir="auto">Best regards<br>Bob</p></div>
        """;

    private readonly string _long = string.Concat(Enumerable.Repeat(Formatted, 50));

    [Benchmark(Description = "HTML to text: a sentence")]
    public string? ConvertShort() => HtmlToText.Convert(Short);

    [Benchmark(Description = "HTML to text: a formatted answer")]
    public string? ConvertFormatted() => HtmlToText.Convert(Formatted);

    [Benchmark(Description = "HTML to text: 26,500 characters")]
    public string? ConvertLong() => HtmlToText.Convert(_long);
}
