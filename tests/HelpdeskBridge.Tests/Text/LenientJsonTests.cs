using System.Text.Json;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Tests.Text;

/// <summary>JSON with half surrogate pairs in it, found by fuzzing; the reader's own ways throw.</summary>
public sealed class LenientJsonTests
{
    [Theory]
    [InlineData("""{"a":"x"}""", "x")]
    [InlineData("""{"a":"x","a":"y"}""", "y")]
    [InlineData("""{"\ud800":1,"a":"x"}""", "x")]
    [InlineData("""{"\ud800$(x)-1<script>":1,"a":"x","\udc00":{}}""", "x")]
    [InlineData("""{"a":"\ud800"}""", null)]
    [InlineData("""{"a":1}""", null)]
    [InlineData("""{"a":null}""", null)]
    [InlineData("""{"\u0061":"x"}""", "x")]
    [InlineData("{}", null)]
    [InlineData("[]", null)]
    [InlineData("\"a\"", null)]
    public void What_can_be_read_is_read(string json, string? text)
    {
        using var document = JsonDocument.Parse(json);

        document.RootElement.Member("a")?.Text().ShouldBe(text);
        if (text is not null)
            document.RootElement.Member("a").ShouldNotBeNull();
    }
}
