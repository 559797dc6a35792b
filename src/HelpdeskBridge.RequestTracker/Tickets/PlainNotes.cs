using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.RequestTracker.Tickets;

/// <summary>
/// Notes are plain text, in which nothing is interpreted. Text that others wrote is indented, so that it is told from the bridge's own.
/// </summary>
internal sealed class PlainNotes : NoteMarkup
{
    public static readonly PlainNotes Instance = new();

    public override string? CodeBlock(string? text) => string.IsNullOrWhiteSpace(text)
        ? null
        : string.Join('\n', text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => $"    {line}".TrimEnd()));

    public override string? InlineCode(string? name) => string.IsNullOrWhiteSpace(name) ? null : name.ReplaceLineEndings(" ");

    /// <summary>A long note is cut, as a long comment of the client is split.</summary>
    public static string Create(string text, string? lastParagraph = null)
    {
        var shown = TextSplitter.Split(text) is [var first, _, ..] ? first + "…" : text;
        return TextSplitter.IsBlank(text) ? "" : InternalNoteFormatter.JoinParagraphs(shown, lastParagraph);
    }
}
