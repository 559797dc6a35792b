using System.Net.Http.Headers;

namespace HelpdeskBridge.Helpdesks;

/// <summary>The part of a file somebody wants.</summary>
/// <param name="Range">One range of bytes.</param>
/// <param name="IfUnchanged">Only if the file is still this one; otherwise all of it.</param>
internal sealed record RequestedRange(RangeItemHeaderValue Range, RangeConditionHeaderValue? IfUnchanged);

/// <summary>What opening a file gave.</summary>
internal abstract record AttachmentOpening
{
    private AttachmentOpening()
    {
    }

    /// <param name="Answer">The answer of whoever has the bytes: 200, 206 or 416. To be disposed.</param>
    internal sealed record Opened(HttpResponseMessage Answer) : AttachmentOpening;

    /// <summary>The helpdesk doesn't have it, or doesn't give it away, any more.</summary>
    internal sealed record Gone : AttachmentOpening;

    /// <param name="Reason">Why, in words that hold no address.</param>
    /// <param name="IsBusy">It may work in a moment; otherwise something is wrong over there.</param>
    /// <param name="RetryAfter">What was asked for.</param>
    internal sealed record Failed(string Reason, bool IsBusy = false, TimeSpan? RetryAfter = null) : AttachmentOpening;
}
