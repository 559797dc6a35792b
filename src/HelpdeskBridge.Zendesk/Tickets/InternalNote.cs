using HelpdeskBridge.Conversations;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>
/// Internal notes are written by the bridge's own user, who is staff: Zendesk renders Markdown in them and fills in {{placeholders}}
/// (developer.zendesk.com, ticket comments, "Bodies"). What others wrote shall stand there as they wrote it.
/// </summary>
internal static class InternalNote
{
    private const char Nothing = '\u200B';
    private const string Fence = "```";

    /// <summary>A note with this text; null for an empty one, which Zendesk doesn't take.</summary>
    public static CommentDraft? Create(string text) =>
        TextSplitter.IsBlank(text) ? null : new CommentDraft(Shortened(WithoutPlaceholders(text)), Public: false);

    /// <summary>Words of others or data, in a code block: no Markdown in it is interpreted. Null where there are none.</summary>
    public static string? Literally(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : $"{Fence}\n{text.ReplaceLineEndings("\n").Replace("``", $"`{Nothing}`", StringComparison.Ordinal).TrimEnd('\n')}\n{Fence}";

    /// <summary>The same for a name within a line.</summary>
    public static string? Word(string? name) =>
        string.IsNullOrWhiteSpace(name) ? null : $"`{name.ReplaceLineEndings(" ").Replace('`', '\'')}`";

    /// <summary>Blocks with an empty line between them, as Markdown wants it; blank ones are left out.</summary>
    public static string Blocks(params IEnumerable<string?> blocks) => string.Join("\n\n", blocks.Where(block => !string.IsNullOrWhiteSpace(block)));

    /// <summary>"\{{" is Zendesk's own way to write "{{"; Liquid's other mark has none, so nothing visible goes between.</summary>
    private static string WithoutPlaceholders(string text) => text
        .Replace("{{", "\\{{", StringComparison.Ordinal)
        .Replace("{{{", $"{{{{{Nothing}{{", StringComparison.Ordinal)
        .Replace("{%", $"{{{Nothing}%", StringComparison.Ordinal);

    /// <summary>Zendesk would cut a longer one without a word. A code block that is cut is closed, or what is in it would be interpreted.</summary>
    private static string Shortened(string text) => TextSplitter.Split(text) is not [var first, _, ..] ? text
        : (first.Split(Fence).Length - 1) % 2 == 1 ? $"{first}…\n{Fence}"
        : first + "…";
}
