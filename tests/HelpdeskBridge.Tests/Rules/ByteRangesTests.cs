using System.Net.Http.Headers;
using HelpdeskBridge.AgentFiles;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Tests.Rules;

/// <summary>Parts of a file of 100 bytes, cut by ourselves from one that came as a whole.</summary>
public sealed class ByteRangesTests
{
    private static readonly EntityTagHeaderValue Tag = new("\"v1\"");
    private static readonly DateTimeOffset Changed = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("bytes=0-0", "0-0")]
    [InlineData("bytes=0-99", "0-99")]
    [InlineData("bytes=10-19", "10-19")]
    [InlineData("bytes=10-", "10-99")]
    [InlineData("bytes=90-200", "90-99")]
    [InlineData("bytes=-1", "99-99")]
    [InlineData("bytes=-500", "0-99")]
    [InlineData("bytes=100-", "none")]
    [InlineData("bytes=-0", "none")]
    [InlineData("bytes=0-9223372036854775807", "0-99")]
    [InlineData("bytes=0-1,5-6", "whole")]
    [InlineData("bytes=5-4", "whole")]
    [InlineData("bytes=a-b", "whole")]
    [InlineData("lines=1-2", "whole")]
    [InlineData("", "whole")]
    public void A_range_is_cut(string range, string part) => Cut("GET", range, null).ShouldBe(part);

    [Theory]
    [InlineData("\"v1\"", "10-19")]
    [InlineData("\"v2\"", "whole")]
    [InlineData("W/\"v1\"", "whole")]
    [InlineData("Mon, 23 Nov 2026 10:00:00 GMT", "10-19")]
    [InlineData("Mon, 23 Nov 2026 10:00:01 GMT", "whole")]
    [InlineData("nonsense", "whole")]
    public void Only_of_the_same_file(string condition, string part) => Cut("GET", "bytes=10-19", condition).ShouldBe(part);

    [Fact]
    public void HEAD_knows_no_parts() => Cut("HEAD", "bytes=10-19", null).ShouldBe("whole");

    private static string Cut(string method, string range, string? condition)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        request.Headers.Range = range;
        request.Headers.IfRange = condition;
        var asked = ByteRanges.GetRequested(request);
        return (asked is null ? null : ByteRanges.Cut(asked, 100, Tag, Changed)) switch
        {
            null => "whole",
            { Length: <= 0 } => "none",
            var (from, to) => $"{from}-{to}",
        };
    }
}
