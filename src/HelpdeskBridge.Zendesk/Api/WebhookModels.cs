namespace HelpdeskBridge.Zendesk.Api;

internal sealed record WebhooksResponse(IReadOnlyList<ZendeskWebhook>? Webhooks, ZendeskPage? Meta);

internal sealed record WebhookResponse(ZendeskWebhook? Webhook);

/// <param name="Id">Zendesk's id, a text.</param>
/// <param name="Name">The name that admins see.</param>
/// <param name="Description">The description that admins see.</param>
/// <param name="Status">active or inactive.</param>
/// <param name="Endpoint">The address that is called.</param>
/// <param name="HttpMethod">The method of the calls.</param>
/// <param name="RequestFormat">The format of the calls.</param>
/// <param name="Subscriptions">Types of events, or only <c>conditional_ticket_events</c>.</param>
internal sealed record ZendeskWebhook(
    string? Id, string? Name, string? Description, string? Status, string? Endpoint, string? HttpMethod, string? RequestFormat,
    IReadOnlyList<string>? Subscriptions);

internal sealed record WebhookRequest(WebhookDraft Webhook);

/// <summary>A webhook as the bridge writes it.</summary>
internal sealed record WebhookDraft(
    string Name, string Description, string Status, string Endpoint, string HttpMethod, string RequestFormat, IReadOnlyList<string> Subscriptions);

internal sealed record SigningSecretResponse(ZendeskSigningSecret? SigningSecret);

internal sealed record ZendeskSigningSecret(string? Secret);

internal sealed record InvocationsResponse(IReadOnlyList<ZendeskInvocation>? Invocations);

/// <param name="Id">Zendesk's id.</param>
/// <param name="Status">How the call ended, such as success, failed, circuit broken, throttled or terminated.</param>
/// <param name="LatestCompletedAt">When it ended.</param>
internal sealed record ZendeskInvocation(string? Id, string? Status, DateTimeOffset? LatestCompletedAt)
{
    public bool Succeeded => string.Equals(Status, "success", StringComparison.OrdinalIgnoreCase);
}

internal sealed record CurrentTokenResponse(ZendeskToken? Token);

internal sealed record ZendeskToken(IReadOnlyList<string>? Scopes);

internal sealed record TicketFieldsResponse(IReadOnlyList<ZendeskTicketField>? TicketFields, ZendeskPage? Meta);

internal sealed record TicketFieldResponse(ZendeskTicketField? TicketField);

/// <param name="Id">Zendesk's id.</param>
/// <param name="Title">The title that agents see.</param>
/// <param name="Type">Its type, such as <c>text</c> or <c>tagger</c>.</param>
/// <param name="Active">Whether it can be used.</param>
/// <param name="AgentDescription">A description that only agents see.</param>
internal sealed record ZendeskTicketField(long Id, string? Title, string? Type, bool? Active, string? AgentDescription);

internal sealed record TicketFieldRequest(TicketFieldDraft TicketField);

/// <summary>A ticket field as the bridge writes it. Members that are null are not sent, and stay as they are.</summary>
internal sealed record TicketFieldDraft
{
    public string? Type { get; init; }

    public string? Title { get; init; }

    public string? AgentDescription { get; init; }

    public bool? Active { get; init; }

    /// <summary>Whether end users see it in Help Center.</summary>
    public bool? VisibleInPortal { get; init; }

    /// <summary>Whether end users may fill it in.</summary>
    public bool? EditableInPortal { get; init; }
}
