using Refit;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>
/// The parts of the API that set an account up and test it. Webhooks and triggers are for admins (developer.zendesk.com/api-reference/webhooks,
/// "Triggers").
/// </summary>
internal interface IZendeskAdminApi
{
    [Get("/api/v2/users/me")]
    Task<IApiResponse<UserResponse>> ReadMeAsync(CancellationToken cancellationToken);

    /// <summary>The access token itself, with its scopes.</summary>
    [Get("/api/v2/oauth/tokens/current")]
    Task<IApiResponse<CurrentTokenResponse>> ReadTokenAsync(CancellationToken cancellationToken);

    [Get("/api/v2/webhooks")]
    Task<IApiResponse<WebhooksResponse>> ReadWebhooksAsync(
        [AliasAs("page[size]")] int pageSize, [AliasAs("page[after]")] string? after, CancellationToken cancellationToken);

    [Post("/api/v2/webhooks")]
    Task<IApiResponse<WebhookResponse>> CreateWebhookAsync([Body] WebhookRequest request, CancellationToken cancellationToken);

    /// <summary>Changes the members that are sent. The answer is empty.</summary>
    [Patch("/api/v2/webhooks/{id}")]
    Task<IApiResponse> UpdateWebhookAsync(string id, [Body] WebhookRequest request, CancellationToken cancellationToken);

    [Delete("/api/v2/webhooks/{id}")]
    Task<IApiResponse> DeleteWebhookAsync(string id, CancellationToken cancellationToken);

    [Get("/api/v2/webhooks/{id}/signing_secret")]
    Task<IApiResponse<SigningSecretResponse>> ReadSigningSecretAsync(string id, CancellationToken cancellationToken);

    /// <summary>The webhook's calls of the last seven days.</summary>
    [Get("/api/v2/webhooks/{id}/invocations")]
    Task<IApiResponse<InvocationsResponse>> ReadInvocationsAsync(string id, CancellationToken cancellationToken);

    [Get("/api/v2/triggers")]
    Task<IApiResponse<TriggersResponse>> ReadTriggersAsync(
        [AliasAs("page[size]")] int pageSize, [AliasAs("page[after]")] string? after, CancellationToken cancellationToken);

    [Post("/api/v2/triggers")]
    Task<IApiResponse<TriggerResponse>> CreateTriggerAsync([Body] TriggerRequest request, CancellationToken cancellationToken);

    /// <summary>Replaces conditions and actions as wholes.</summary>
    [Put("/api/v2/triggers/{id}")]
    Task<IApiResponse<TriggerResponse>> UpdateTriggerAsync(string id, [Body] TriggerRequest request, CancellationToken cancellationToken);

    [Delete("/api/v2/triggers/{id}")]
    Task<IApiResponse> DeleteTriggerAsync(string id, CancellationToken cancellationToken);

    /// <summary>All ticket fields, those of Zendesk itself included. Anyone may read them (developer.zendesk.com, "Ticket Fields").</summary>
    [Get("/api/v2/ticket_fields")]
    Task<IApiResponse<TicketFieldsResponse>> ReadTicketFieldsAsync(
        [AliasAs("page[size]")] int pageSize, [AliasAs("page[after]")] string? after, CancellationToken cancellationToken);

    /// <summary>Makes a ticket field. This, changing and deleting are for admins (developer.zendesk.com, "Ticket Fields").</summary>
    [Post("/api/v2/ticket_fields")]
    Task<IApiResponse<TicketFieldResponse>> CreateTicketFieldAsync([Body] TicketFieldRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Changes the members that are sent. The type can be chosen only when a field is made (developer.zendesk.com, "Ticket Fields").
    /// </summary>
    [Put("/api/v2/ticket_fields/{id}")]
    Task<IApiResponse<TicketFieldResponse>> UpdateTicketFieldAsync(
        string id, [Body] TicketFieldRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a ticket field. In most cases its values in tickets are deleted with it (support.zendesk.com 4420210121114, "Using custom fields").
    /// </summary>
    [Delete("/api/v2/ticket_fields/{id}")]
    Task<IApiResponse> DeleteTicketFieldAsync(string id, CancellationToken cancellationToken);

    /// <summary>All macros that the user may see: for an admin those of all agents, too (developer.zendesk.com, "Macros").</summary>
    [Get("/api/v2/macros")]
    Task<IApiResponse<MacrosResponse>> ReadMacrosAsync(
        [AliasAs("page[size]")] int pageSize, [AliasAs("page[after]")] string? after, CancellationToken cancellationToken);

    [Get("/api/v2/macros/{id}")]
    Task<IApiResponse<MacroResponse>> ReadMacroAsync(string id, CancellationToken cancellationToken);

    /// <summary>Makes a macro. Without a restriction everybody in the account may use it (developer.zendesk.com, "Macros").</summary>
    [Post("/api/v2/macros")]
    Task<IApiResponse<MacroResponse>> CreateMacroAsync([Body] MacroRequest request, CancellationToken cancellationToken);

    /// <summary>Changes the members that are sent, and replaces the actions as a whole (developer.zendesk.com, "Macros").</summary>
    [Put("/api/v2/macros/{id}")]
    Task<IApiResponse<MacroResponse>> UpdateMacroAsync(string id, [Body] MacroRequest request, CancellationToken cancellationToken);

    [Delete("/api/v2/macros/{id}")]
    Task<IApiResponse> DeleteMacroAsync(string id, CancellationToken cancellationToken);
}
