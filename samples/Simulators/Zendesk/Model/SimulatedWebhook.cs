namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>A webhook as administrators and the API manage it.</summary>
public sealed record SimulatedWebhook
{
    /// <summary>The subscription of a webhook that triggers call.</summary>
    public const string CalledByTriggers = "conditional_ticket_events";

    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>The address that is called.</summary>
    public required string Endpoint { get; init; }

    /// <summary><c>active</c> or <c>inactive</c>.</summary>
    public string Status { get; init; } = "active";

    public string HttpMethod { get; init; } = "POST";

    public string RequestFormat { get; init; } = "json";

    /// <summary>Types of events, or only <see cref="CalledByTriggers"/>.</summary>
    public required IReadOnlyList<string> Subscriptions { get; init; }

    /// <summary>The signing secret.</summary>
    public required string Secret { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A trigger: a business rule that calls a webhook when a ticket changes.</summary>
public sealed record SimulatedTrigger
{
    public required long Id { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    public bool Active { get; init; } = true;

    /// <summary>Conditions that must all hold.</summary>
    public IReadOnlyList<TriggerCondition> All { get; init; } = [];

    /// <summary>Conditions of which one must hold, if there are any.</summary>
    public IReadOnlyList<TriggerCondition> Any { get; init; } = [];

    /// <summary>The webhook that is called; null if the trigger does something else.</summary>
    public string? WebhookId { get; init; }

    /// <summary>The body, with placeholders such as <c>{{ticket.id}}</c>.</summary>
    public string Body { get; init; } = "";

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A condition of a trigger.</summary>
public sealed record TriggerCondition(string Field, string Operator, string? Value);

/// <summary>A custom field of tickets.</summary>
public sealed record SimulatedTicketField(long Id, string Title, string Type = "text", bool Active = true)
{
    /// <summary>A description that only agents see.</summary>
    public string? AgentDescription { get; init; }

    /// <summary>Whether end users see the field.</summary>
    public bool VisibleInPortal { get; init; }
}
