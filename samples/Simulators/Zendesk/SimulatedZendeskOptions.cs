namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>How a <see cref="SimulatedZendesk"/> begins.</summary>
public sealed record SimulatedZendeskOptions : SimulatorOptions
{
    /// <summary>The identifier of the OAuth client that may ask for tokens.</summary>
    public string ClientId { get; init; } = "helpdesk_bridge";

    /// <summary>The secret of that client.</summary>
    public string ClientSecret { get; init; } = "simulated-client-secret";

    /// <summary>How long an access token lives when the client asks for no particular time.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The legacy API token to accept next to OAuth; null accepts none.</summary>
    public LegacyApiToken? ApiToken { get; init; }

    /// <summary>The names of the agent groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = ["Support", "Billing"];

    /// <summary>The agents; all are online at the start.</summary>
    public IReadOnlyList<AgentSetup> Agents { get; init; } =
    [
        new("Maria Lopez", "maria.lopez@example.com", "Support"),
        new("Tom Becker", "tom.becker@example.com", "Billing", "Support"),
    ];

    /// <summary>The request limit of the whole account.</summary>
    public int AccountRequestsPerMinute { get; init; } = 100_000;

    /// <summary>Zendesk's limit of updates to one ticket, 30 there; null leaves updates unlimited.</summary>
    public int? TicketUpdatesPer10Minutes { get; init; }

    /// <summary>Where changes are announced; can be set later, when the bridge's address is known.</summary>
    public Webhook? Webhook { get; init; }
}

/// <summary>An e-mail address and the API token that goes with it.</summary>
public sealed record LegacyApiToken(string Email, string Token);
