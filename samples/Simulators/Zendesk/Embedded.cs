using System.Net;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Something in the HTML text of a comment that is not among its attachments.</summary>
public sealed record Embedded
{
    private Embedded(string html, AgentFile? file = null) => (Html, File) = (html, file);

    /// <summary>The HTML; <see cref="FileAddress"/> stands for the address of the file.</summary>
    internal string Html { get; }

    internal AgentFile? File { get; }

    internal const string FileAddress = "file-address";

    /// <summary>A picture that is stored in the account, but not listed with the comment.</summary>
    public static Embedded Picture(AgentFile picture) => new($"""<img src="{FileAddress}">""", picture with { IsInline = true, IsUnlisted = true });

    /// <summary>A picture elsewhere in the web.</summary>
    public static Embedded ExternalPicture(Uri address, string? alt = null) =>
        new($"""<img src="{WebUtility.HtmlEncode(address.AbsoluteUri)}" alt="{WebUtility.HtmlEncode(alt)}">""");

    /// <summary>An emoji from the editor's list: a picture whose alternative text is the character.</summary>
    public static Embedded Emoji(string character) =>
        new($"""<img class="emoji" src="https://static.zdassets.com/classic/images/emojis/emoji.png" alt="{WebUtility.HtmlEncode(character)}">""");

    /// <summary>A video that is played inside the comment.</summary>
    public static Embedded Video(Uri address) =>
        new($"""<iframe src="{WebUtility.HtmlEncode(address.AbsoluteUri)}" width="560" height="315" allowfullscreen></iframe>""");
}
