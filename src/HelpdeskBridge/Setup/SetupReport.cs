using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Setup;

/// <summary>What <c>setup</c> is to do.</summary>
internal enum SetupMode
{
    /// <summary>Shows what would be done.</summary>
    Plan,

    /// <summary>Does it.</summary>
    Apply,

    /// <summary>Removes what was made.</summary>
    Remove,
}

/// <summary>What <c>setup</c> found and did.</summary>
internal sealed record SetupReport(SetupMode Mode, IReadOnlyList<HelpdeskReport> Helpdesks, IReadOnlyList<ChannelReport> Channels)
{
    /// <summary>
    /// Whether nothing is wrong: no failure, nothing missing that the settings name, and nothing that somebody changed, unless it was put right now.
    /// </summary>
    public bool IsOk =>
        Helpdesks.All(helpdesk => helpdesk is { Error: null, Problems.Count: 0 } && (Mode != SetupMode.Plan || !helpdesk.Plan.HasDrift));
}

/// <summary>One account.</summary>
/// <param name="Name">The name in the settings.</param>
/// <param name="Address">Its address.</param>
/// <param name="Plan">What was to be done.</param>
internal sealed record HelpdeskReport(string Name, string Address, SetupPlan Plan)
{
    public IReadOnlyList<string> Problems { get; init; } = [];

    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why it failed; null: it did not.</summary>
    public string? Error { get; init; }

    /// <summary>The webhook's signing secret; null: it is not known.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>Whether the settings have this secret.</summary>
    public bool IsSecretInSettings { get; init; }

    public IReadOnlyList<HelpdeskGroup> Groups { get; init; } = [];

    public IReadOnlyList<TicketFieldSetting> TicketFieldSettings { get; init; } = [];
}

/// <summary>The setting that lets a channel fill a ticket field.</summary>
/// <param name="Key">The full key.</param>
/// <param name="FieldId">Its value: the id of the field.</param>
/// <param name="IsSet">Whether the settings have it.</param>
internal sealed record TicketFieldSetting(string Key, string FieldId, bool IsSet);

/// <summary>One channel, for JAICP.</summary>
/// <param name="Name">The name in the settings.</param>
/// <param name="Helpdesk">The account that serves it.</param>
/// <param name="ApiUrl">The API URL without its key.</param>
/// <param name="Key">The key, which is the last part of the API URL.</param>
/// <param name="DefaultDestination">The id of its default group.</param>
internal sealed record ChannelReport(string Name, string Helpdesk, string ApiUrl, string Key, string DefaultDestination)
{
    /// <summary>The API URL to enter in JAICP.</summary>
    public string GetApiUrl(bool showSecrets) => ApiUrl + (showSecrets ? Key : "…");
}
