using System.Net.Http.Headers;

namespace HelpdeskBridge.Helpdesks;

/// <summary>The part of a file that was asked for.</summary>
/// <param name="Range">One range of bytes.</param>
/// <param name="IfUnchanged">The range is wanted only if the file is still this one; otherwise the whole file is.</param>
internal sealed record RequestedRange(RangeItemHeaderValue Range, RangeConditionHeaderValue? IfUnchanged);

/// <summary>The result of opening an agent's attachment.</summary>
internal abstract record AttachmentOpening
{
    private AttachmentOpening()
    {
    }

    /// <param name="Response">The response of the server that has the bytes: 200, 206 or 416. To be disposed.</param>
    internal sealed record Opened(HttpResponseMessage Response) : AttachmentOpening;

    /// <summary>The helpdesk doesn't have the file any more, or doesn't give access to it any more.</summary>
    internal sealed record Gone : AttachmentOpening;

    /// <param name="Reason">For the log. Contains no address.</param>
    /// <param name="IsBusy">It may work in a moment; otherwise something is wrong at the helpdesk.</param>
    /// <param name="RetryAfter">The wait the helpdesk asked for.</param>
    internal sealed record Failed(string Reason, bool IsBusy = false, TimeSpan? RetryAfter = null) : AttachmentOpening;
}
