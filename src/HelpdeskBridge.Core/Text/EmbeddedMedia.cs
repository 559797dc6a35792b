namespace HelpdeskBridge.Text;

/// <summary>A picture, video, sound or frame in HTML.</summary>
/// <param name="Address">The address of what it shows, as the HTML has it; null: it has none.</param>
/// <param name="Alt">The text to show instead; empty: there is none.</param>
/// <param name="IsInLink">Whether it is the content of a link.</param>
/// <param name="IsInvisible">Whether it is at most one pixel wide or high, as pictures are that only count readers.</param>
internal sealed record EmbeddedMedia(string? Address, string Alt, bool IsInLink, bool IsInvisible);
