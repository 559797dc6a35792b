namespace HelpdeskBridge.Zendesk.Api;

/// <summary>The <c>meta</c> member of a cursor-paginated list.</summary>
/// <param name="HasMore">There is another page.</param>
/// <param name="AfterCursor">The cursor of the next page. Zendesk also sends it on the last page, so it does not mean that there is one.</param>
internal sealed record ZendeskPage(bool HasMore, string? AfterCursor)
{
    /// <summary>The cursor of the next page; null on the last page.</summary>
    public string? NextCursor => HasMore ? AfterCursor : null;
}
