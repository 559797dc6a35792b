namespace HelpdeskBridge.Zendesk.Api;

internal sealed record MacrosResponse(IReadOnlyList<ZendeskMacro>? Macros, ZendeskPage? Meta);

internal sealed record MacroResponse(ZendeskMacro? Macro);

/// <param name="Id">Zendesk's id.</param>
/// <param name="Title">The title that agents see.</param>
/// <param name="Description">The description that admins see.</param>
/// <param name="Active">Whether agents can apply it.</param>
/// <param name="Actions">What it does to a ticket.</param>
internal sealed record ZendeskMacro(long Id, string? Title, string? Description, bool? Active, IReadOnlyList<TriggerAction>? Actions);

internal sealed record MacroRequest(MacroDraft Macro);

/// <summary>A macro as the bridge writes it. Members that are null are not sent, and stay as they are.</summary>
internal sealed record MacroDraft
{
    public string? Title { get; init; }

    public string? Description { get; init; }

    public bool? Active { get; init; }

    /// <summary>All actions: an update replaces them as a whole.</summary>
    public IReadOnlyList<TriggerAction>? Actions { get; init; }
}
