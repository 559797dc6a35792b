using System.Net.Http.Headers;
using HelpdeskBridge.AgentFiles;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Tests.Attachments;

/// <summary>Parts of a file of 100 bytes, cut by ourselves from one that came as a whole.</summary>
public sealed class ByteRangesTests
{
    private static readonly EntityTagHeaderValue Tag = new("\"v1\"");
    private static readonly DateTimeOffset Changed = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("bytes=0-0", 0, 0)]
    [InlineData("bytes=0-99", 0, 99)]
    [InlineData("bytes=10-19", 10, 19)]
    [InlineData("bytes=10-", 10, 99)]
    [InlineData("bytes=90-200", 90, 99)]
    [InlineData("bytes=-1", 99, 99)]
    [InlineData("bytes=-500", 0, 99)]
    [InlineData("bytes=0-9223372036854775807", 0, 99)]
    public void A_range_is_cut_out(string range, long from, long to) => Cut("GET", range, null).ShouldBe((from, to));

    [Theory]
    [InlineData("bytes=100-")]
    [InlineData("bytes=-0")]
    public void A_range_outside_the_file_is_empty(string range)
    {
        var (from, to) = Cut("GET", range, null).ShouldNotBeNull();

        (to - from + 1).ShouldBeLessThanOrEqualTo(0);
    }

    [Theory]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("bytes=5-4")]
    [InlineData("bytes=a-b")]
    [InlineData("lines=1-2")]
    [InlineData("")]
    public void Anything_else_asks_for_the_whole_file(string range) => Cut("GET", range, null).ShouldBeNull();

    [Theory]
    [InlineData("\"v1\"", true)]
    [InlineData("\"v2\"", false)]
    [InlineData("W/\"v1\"", false)]
    [InlineData("Mon, 23 Nov 2026 10:00:00 GMT", true)]
    [InlineData("Mon, 23 Nov 2026 10:00:01 GMT", false)]
    [InlineData("nonsense", false)]
    public void A_range_is_cut_out_only_of_the_same_file(string condition, bool isSameFile) =>
        Cut("GET", "bytes=10-19", condition).ShouldBe(isSameFile ? (10, 19) : null);

    [Fact]
    public void HEAD_knows_no_ranges() => Cut("HEAD", "bytes=10-19", null).ShouldBeNull();

    /// <summary>First and last byte that are answered; null: the whole file.</summary>
    private static (long From, long To)? Cut(string method, string range, string? condition)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        request.Headers.Range = range;
        request.Headers.IfRange = condition;
        var requested = ByteRanges.GetRequested(request);
        return requested is null || ByteRanges.Cut(requested, 100, Tag, Changed) is not { } part ? null : (part.From, part.To);
    }
}
