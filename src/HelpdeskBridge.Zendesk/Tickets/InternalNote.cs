using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>
/// Builds internal notes. Their author is the bridge's own user, who is an agent, so Zendesk renders Markdown in them and expands
/// {{placeholders}} (developer.zendesk.com, "Ticket Comments", "Bodies"). What clients or bots wrote is escaped, so that it appears unchanged.
/// </summary>
internal static class InternalNote
{
    private const char ZeroWidthSpace = '\u200B';
    private const string Fence = "```";

    /// <param name="text">The text. It is shortened to what a comment holds.</param>
    /// <param name="lastParagraph">What the note ends with, also when the text is shortened; null: nothing.</param>
    /// <returns>Null for a blank text, which Zendesk refuses.</returns>
    public static CommentDraft? Create(string text, string? lastParagraph = null) => TextSplitter.IsBlank(text)
        ? null
        : new CommentDraft(
            InternalNoteFormatter.JoinParagraphs(Truncate(EscapePlaceholders(text)), EscapePlaceholders(lastParagraph ?? "")), Public: false);

    /// <summary>Text that others wrote, or data, as a code block.</summary>
    /// <returns>Null: there is no text.</returns>
    public static string? CodeBlock(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var content = text.ReplaceLineEndings("\n").Replace("``", $"`{ZeroWidthSpace}`", StringComparison.Ordinal).TrimEnd('\n');
        return $"{Fence}\n{content}\n{Fence}";
    }

    /// <summary>A name within a line, as inline code.</summary>
    /// <returns>Null: there is no name.</returns>
    public static string? InlineCode(string? name) =>
        string.IsNullOrWhiteSpace(name) ? null : $"`{name.ReplaceLineEndings(" ").Replace('`', '\'')}`";

    /// <summary>What a client wrote, in a comment whose author is the bridge's own user.</summary>
    public static string Quote(string heading, string text) => EscapePlaceholders(InternalNoteFormatter.JoinParagraphs(heading, CodeBlock(text)));

    /// <summary>Zendesk's own escape for "{{" is "\{{". Liquid's "{%" has none, so a zero-width space breaks it up.</summary>
    private static string EscapePlaceholders(string text) => text
        .Replace("{{", "\\{{", StringComparison.Ordinal)
        .Replace("{{{", $"{{{{{ZeroWidthSpace}{{", StringComparison.Ordinal)
        .Replace("{%", $"{{{ZeroWidthSpace}%", StringComparison.Ordinal);

    /// <summary>
    /// Zendesk cuts a comment above 64 kB silently (developer.zendesk.com, "Tickets"), so a long note is cut here with an ellipsis. A code block
    /// that is cut is closed again; otherwise Zendesk would render its content as Markdown.
    /// </summary>
    private static string Truncate(string text)
    {
        if (TextSplitter.Split(text) is not [var first, _, ..])
            return text;
        var endsInCodeBlock = (first.Split(Fence).Length - 1) % 2 == 1;
        return endsInCodeBlock ? $"{first}…\n{Fence}" : first + "…";
    }
}

/// <summary>Notes in Markdown.</summary>
internal sealed class MarkdownNotes : NoteMarkup
{
    public static readonly MarkdownNotes Instance = new();

    public override string? CodeBlock(string? text) => InternalNote.CodeBlock(text);

    public override string? InlineCode(string? name) => InternalNote.InlineCode(name);
}
