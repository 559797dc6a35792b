using HelpdeskBridge.Options;

namespace HelpdeskBridge.Admin;

/// <summary>Section <c>Admin</c>: the operators' page.</summary>
public sealed class AdminOptions
{
    /// <summary>Key of the page and its API, at least 24 characters.</summary>
    /// <value>Neither when absent.</value>
    [Secret]
    public string? Key { get; set; }
}
