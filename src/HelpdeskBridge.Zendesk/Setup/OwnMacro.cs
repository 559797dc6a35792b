using System.Globalization;
using System.Text.Json;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Text;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Setup;

/// <summary>
/// A macro that was made for a tag. The bridge needs of it that agents can apply it and that it adds the tag. Title, further actions and who may use
/// it are the account's own. Pure.
/// </summary>
/// <param name="Tag">The tag.</param>
/// <param name="Macro">The macro.</param>
internal sealed record OwnMacro(string Tag, ZendeskMacro Macro)
{
    /// <summary>Adds tags to those that the ticket has (developer.zendesk.com, "Actions reference").</summary>
    private const string AddsTags = "current_tags";

    public SetupObject Describe() => Describe(
        Tag,
        Macro.Title ?? "",
        Macro.Id.ToString(CultureInfo.InvariantCulture),
        GetAddedTags(Macro).Contains(Tag) ? Tag : string.Join(' ', GetAddedTags(Macro)),
        Macro.Active != false);

    public static SetupObject DescribeWanted(string tag, string title) => Describe(tag, title, null, tag, isActive: true);

    /// <summary>The actions of a new macro.</summary>
    public static IReadOnlyList<TriggerAction> CreateActions(string tag) => [new(AddsTags, JsonSerializer.SerializeToElement(tag))];

    /// <summary>The actions with the one that adds the tag. All others stay.</summary>
    public static IReadOnlyList<TriggerAction> AddTag(ZendeskMacro macro, string tag)
    {
        if (GetAddedTags(macro).Contains(tag))
            return macro.Actions!;
        var others = (macro.Actions ?? []).Where(action => action.Field != AddsTags);
        return [.. others, .. CreateActions(string.Join(' ', GetAddedTags(macro).Append(tag)))];
    }

    private static SetupObject Describe(string tag, string title, string? id, string adds, bool isActive) =>
        new(OwnMacros.Kind, title, id, new Dictionary<string, string> { ["adds the tag"] = adds, ["active"] = isActive ? "yes" : "no" })
        {
            Key = tag,
            IsOptional = true,
        };

    /// <summary>They stand in one text, with blanks between them.</summary>
    private static IReadOnlyList<string> GetAddedTags(ZendeskMacro macro) =>
    [
        .. (macro.Actions ?? []).Where(action => action.Field == AddsTags)
            .SelectMany(action => (action.Value.Text() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)),
    ];
}
