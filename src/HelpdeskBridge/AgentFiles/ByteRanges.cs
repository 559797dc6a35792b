using System.Net.Http.Headers;
using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.AgentFiles;

/// <summary>Bytes of a file, both ends included.</summary>
internal readonly record struct ByteRange(long From, long To)
{
    public long Length => To - From + 1;
}

/// <summary>Parts of files (RFC 9110, range requests): one range at a time; several at once are answered with the whole file, as is allowed.</summary>
internal static class ByteRanges
{
    /// <summary>The part a request asks for; null: all of it.</summary>
    public static RequestedRange? Asked(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) || !RangeHeaderValue.TryParse(request.Headers.Range, out var range) || range is not { Unit: "bytes", Ranges.Count: 1 })
            return null;
        if (request.Headers.IfRange.Count == 0)
            return new RequestedRange(range.Ranges.Single(), null);
        return RangeConditionHeaderValue.TryParse(request.Headers.IfRange, out var condition) ? new RequestedRange(range.Ranges.Single(), condition) : null;
    }

    /// <summary>The part of a file that came as a whole although a part was asked for; null: the whole is right. Empty: there is no such part.</summary>
    /// <param name="part">What was asked for.</param>
    /// <param name="length">The file's length.</param>
    /// <param name="tag">The file's entity tag, where it has one.</param>
    /// <param name="changedAt">When it changed last, where that is known.</param>
    public static ByteRange? Cut(RequestedRange part, long length, EntityTagHeaderValue? tag, DateTimeOffset? changedAt)
    {
        if (part.IfUnchanged is { } condition && !Holds(condition, tag, changedAt))
            return null;
        var (from, to) = part.Range switch
        {
            { From: { } first } => (first, Math.Min(part.Range.To ?? length - 1, length - 1)),
            { To: { } last } => (Math.Max(0, length - last), length - 1),
            _ => (0, length - 1),
        };
        return new ByteRange(from, to);
    }

    private static bool Holds(RangeConditionHeaderValue condition, EntityTagHeaderValue? tag, DateTimeOffset? changedAt) =>
        condition.EntityTag is { } asked ? tag is { IsWeak: false } && tag.Equals(asked) : condition.Date is { } date && changedAt == date;
}
