using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Setup;

/// <summary>The macros of an account that were made for this bridge, and how they are compared with what they should be. Pure.</summary>
/// <param name="Macros">Those that can be used come first.</param>
internal sealed record OwnMacros(IReadOnlyList<OwnMacro> Macros)
{
    public const string Kind = "macro";

    /// <summary>Where the account's macros are (support.zendesk.com 4408844187034).</summary>
    public const string Page = "Admin Center, Workspaces, Agent tools, Macros";

    private const string Title = "Give the chat back to the bot (Helpdesk Bridge)";

    /// <summary>Why none is known; null: the account's macros were read.</summary>
    public string? ReadFailure { get; init; }

    public static OwnMacros Find(SetupNames names, IReadOnlyList<ZendeskMacro> macros) => new(
        [
            .. from macro in macros
               let tag = names.FindReturnTag(macro.Description)
               where tag is not null
               orderby macro.Active == false
               select new OwnMacro(tag, macro),
        ]);

    /// <summary>The macros that should exist: those that were made before, and one for each other tag where macros are asked for.</summary>
    /// <param name="tags">The tags that give chats back to the bot.</param>
    /// <param name="areWanted">Whether macros are asked for.</param>
    public IReadOnlyList<SetupObject> DescribeWanted(IReadOnlyList<string> tags, bool areWanted) =>
    [
        .. from tag in tags
           let own = Macros.FirstOrDefault(macro => macro.Tag == tag)
           where own is not null || areWanted
           select OwnMacro.DescribeWanted(tag, own is null ? CreateTitle(tag, tags) : own.Macro.Title ?? ""),
    ];

    public IEnumerable<string> CreateNotes(IReadOnlyList<string> tags, bool areWanted)
    {
        if (ReadFailure is not null)
            yield return ReadFailure;
        if (areWanted && tags.Count == 0)
            yield return "There is no macro to make: no channel of this helpdesk has a ReturnToBot:Tag.";
    }

    /// <summary>Agents have to tell several macros apart.</summary>
    private static string CreateTitle(string tag, IReadOnlyList<string> tags) => tags.Count == 1 ? Title : $"{Title}, {tag}";
}
