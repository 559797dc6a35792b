using System.Net.Http.Headers;

namespace HelpdeskBridge.Helpdesk;

/// <summary>The part of a file somebody wants.</summary>
/// <param name="Range">One range of bytes.</param>
/// <param name="IfUnchanged">Only if the file is still this one; otherwise all of it.</param>
internal sealed record FilePart(RangeItemHeaderValue Range, RangeConditionHeaderValue? IfUnchanged);

/// <summary>What opening a file gave.</summary>
internal abstract record FileOpening
{
    private FileOpening()
    {
    }

    /// <param name="Answer">The answer of whoever has the bytes: 200, 206 or 416. To be disposed.</param>
    internal sealed record Opened(HttpResponseMessage Answer) : FileOpening;

    /// <summary>The helpdesk doesn't have it, or doesn't give it away, any more.</summary>
    internal sealed record Gone : FileOpening;

    /// <param name="Reason">Why, in words that hold no address.</param>
    /// <param name="IsBusy">It may work in a moment; otherwise something is wrong over there.</param>
    /// <param name="RetryAfter">What was asked for.</param>
    internal sealed record Failed(string Reason, bool IsBusy = false, TimeSpan? RetryAfter = null) : FileOpening;
}
