using System.Net.Http.Headers;
using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.AgentFiles;

/// <summary>Bytes of a file, both ends included.</summary>
internal readonly record struct ByteRange(long From, long To)
{
    public long Length => To - From + 1;
}

/// <summary>Range requests (RFC 9110) for one range. A request for several ranges is answered with the whole file, as the RFC allows.</summary>
internal static class ByteRanges
{
    /// <summary>The part a request asks for; null: the whole file.</summary>
    public static RequestedRange? GetRequested(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method)
            || !RangeHeaderValue.TryParse(request.Headers.Range, out var range)
            || range is not { Unit: "bytes", Ranges.Count: 1 })
            return null;
        if (request.Headers.IfRange.Count == 0)
            return new RequestedRange(range.Ranges.Single(), null);
        return RangeConditionHeaderValue.TryParse(request.Headers.IfRange, out var condition)
            ? new RequestedRange(range.Ranges.Single(), condition)
            : null;
    }

    /// <summary>
    /// The part to cut out of a file that was sent whole although a part was asked for. Null: the whole file is the right answer. An empty range:
    /// the file has no such part.
    /// </summary>
    /// <param name="requested">The part that was asked for.</param>
    /// <param name="length">The file's length.</param>
    /// <param name="tag">The file's entity tag, where it has one.</param>
    /// <param name="changedAt">When the file was changed last, where that is known.</param>
    public static ByteRange? Cut(RequestedRange requested, long length, EntityTagHeaderValue? tag, DateTimeOffset? changedAt)
    {
        if (requested.IfUnchanged is { } condition && !IsMet(condition, tag, changedAt))
            return null;
        var (from, to) = requested.Range switch
        {
            { From: { } first } => (first, Math.Min(requested.Range.To ?? length - 1, length - 1)),
            { To: { } last } => (Math.Max(0, length - last), length - 1),
            _ => (0, length - 1),
        };
        return new ByteRange(from, to);
    }

    private static bool IsMet(RangeConditionHeaderValue condition, EntityTagHeaderValue? tag, DateTimeOffset? changedAt) =>
        condition.EntityTag is { } expected ? tag is { IsWeak: false } && tag.Equals(expected) : condition.Date is { } date && changedAt == date;
}
