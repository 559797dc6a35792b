using System.Text.Json;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>A macro for all agents: actions that an agent applies to a ticket by hand.</summary>
public sealed record SimulatedMacro
{
    public required long Id { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    /// <summary>Whether agents can apply it.</summary>
    public bool Active { get; init; } = true;

    /// <summary>What it does.</summary>
    public IReadOnlyList<MacroAction> Actions { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The tags that it adds to those of the ticket.</summary>
    public IReadOnlyList<string> AddedTags =>
    [
        .. Actions.Where(action => action.Field == MacroAction.AddsTags)
            .SelectMany(action => action.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
    ];
}

/// <summary>An action of a macro.</summary>
/// <param name="Field">What it sets, such as <c>current_tags</c> or <c>status</c>.</param>
/// <param name="Value">A text, or for some fields a list.</param>
public sealed record MacroAction(string Field, JsonElement Value)
{
    /// <summary>The field of the action that adds tags, of which the value has blanks between them.</summary>
    public const string AddsTags = "current_tags";

    /// <summary>The value, if it is a text.</summary>
    public string Text => Value.ValueKind == JsonValueKind.String ? Value.GetString()! : "";

    /// <summary>An action with a text.</summary>
    public static MacroAction Create(string field, string text) => new(field, JsonSerializer.SerializeToElement(text));
}
