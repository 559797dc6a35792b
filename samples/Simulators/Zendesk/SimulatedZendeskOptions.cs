namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The options of <see cref="SimulatedZendesk"/>.</summary>
public sealed record SimulatedZendeskOptions : SimulatorOptions
{
    /// <summary>The identifier of the OAuth client that may request tokens.</summary>
    public string ClientId { get; init; } = "helpdesk_bridge";

    /// <summary>The secret of that client.</summary>
    public string ClientSecret { get; init; } = "simulated-client-secret";

    /// <summary>The scopes that the client may request; null allows all. A request for another one is answered 400.</summary>
    public IReadOnlyList<string>? ClientScopes { get; init; }

    /// <summary>The custom fields of tickets.</summary>
    public IReadOnlyList<SimulatedTicketField> TicketFields { get; init; } = [];

    /// <summary>The lifetime of an access token if the client requests none.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The legacy API token to accept besides OAuth; null accepts none.</summary>
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

    /// <summary>The limit of updates to one ticket, which is 30 in Zendesk; null means no limit.</summary>
    public int? TicketUpdatesPer10Minutes { get; init; }

    /// <summary>The webhook to call when tickets change. It can be set later, when the bridge's address is known.</summary>
    public Webhook? Webhook { get; init; }
}

/// <summary>An e-mail address and its API token.</summary>
public sealed record LegacyApiToken(string Email, string Token);
