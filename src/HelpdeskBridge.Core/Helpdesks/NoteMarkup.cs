namespace HelpdeskBridge.Helpdesks;

/// <summary>How text that others wrote is marked in the internal notes of a helpdesk product, so that it appears there unchanged.</summary>
internal abstract class NoteMarkup
{
    /// <summary>Text that others wrote, or data, as a block of its own.</summary>
    /// <returns>Null: there is no text.</returns>
    public abstract string? CodeBlock(string? text);

    /// <summary>A name within a line.</summary>
    /// <returns>Null: there is no name.</returns>
    public abstract string? InlineCode(string? name);
}
