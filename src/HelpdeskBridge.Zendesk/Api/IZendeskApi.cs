using Refit;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>The parts of Zendesk's Support API that the bridge uses (developer.zendesk.com/api-reference/ticketing).</summary>
internal interface IZendeskApi
{
    /// <summary>Matches by our external id; 200 existing, 201 new. Five calls a minute per user, so the answer is kept.</summary>
    [Post("/api/v2/users/create_or_update")]
    Task<IApiResponse<UserAnswer>> CreateOrUpdateUserAsync([Body] UserRequest request, CancellationToken cancellationToken);

    /// <summary>The only call with an idempotency key; Zendesk keeps it for two hours.</summary>
    [Post("/api/v2/tickets")]
    Task<IApiResponse<TicketAnswer>> CreateTicketAsync([Body] TicketRequest request, [Header("Idempotency-Key")] string idempotencyKey, CancellationToken cancellationToken);

    [Put("/api/v2/tickets/{id}")]
    Task<IApiResponse<TicketAnswer>> UpdateTicketAsync(string id, [Body] TicketRequest request, CancellationToken cancellationToken);

    [Get("/api/v2/tickets/{id}?include=users")]
    Task<IApiResponse<TicketAnswer>> ReadTicketAsync(string id, CancellationToken cancellationToken);

    [Get("/api/v2/tickets/show_many")]
    Task<IApiResponse<TicketsAnswer>> ReadManyTicketsAsync(string ids, CancellationToken cancellationToken);

    /// <summary>
    /// What changed in the whole account, without the last minute; ten calls a minute. Takes <paramref name="startTime"/> (Unix seconds) at the
    /// beginning and <paramref name="cursor"/> from then on (developer.zendesk.com, incremental exports).
    /// </summary>
    [Get("/api/v2/incremental/tickets/cursor")]
    Task<IApiResponse<ChangesAnswer>> ReadChangesAsync(
        string? cursor, [AliasAs("start_time")] long? startTime, [AliasAs("per_page")] int perPage, CancellationToken cancellationToken);

    /// <summary>Exact and not through the search index, so a ticket just made is found.</summary>
    [Get("/api/v2/tickets")]
    Task<IApiResponse<TicketsAnswer>> FindTicketsAsync([AliasAs("external_id")] string externalId, CancellationToken cancellationToken);

    /// <summary>Newest first; pictures in the text are among the attachments only when asked for.</summary>
    [Get("/api/v2/tickets/{id}/comments?sort=-created_at&include=users&include_inline_images=true")]
    Task<IApiResponse<CommentsAnswer>> ReadCommentsAsync(
        string id, [AliasAs("page[size]")] int pageSize, [AliasAs("page[after]")] string? after, CancellationToken cancellationToken);

    [Get("/api/v2/groups")]
    Task<IApiResponse<GroupsAnswer>> ReadGroupsAsync([AliasAs("page[size]")] int pageSize, [AliasAs("page[after]")] string? after, CancellationToken cancellationToken);

    [Get("/api/v2/group_memberships")]
    Task<IApiResponse<MembershipsAnswer>> ReadMembershipsAsync([AliasAs("page[size]")] int pageSize, [AliasAs("page[after]")] string? after, CancellationToken cancellationToken);

    /// <summary>Admins only, and not in every account.</summary>
    [Get("/api/v2/account_groups/availability/{groupId}")]
    Task<IApiResponse<GroupAvailabilityAnswer>> ReadGroupAvailabilityAsync(string groupId, CancellationToken cancellationToken);

    /// <summary>Admins only; 300 calls a minute.</summary>
    [Get("/api/v2/agent_availabilities?include=channels")]
    Task<IApiResponse<AgentAvailabilitiesAnswer>> ReadAgentAvailabilitiesAsync(
        [AliasAs("page[size]")] int pageSize, [AliasAs("page[after]")] string? after, CancellationToken cancellationToken);

    [Get("/api/v2/business_hours/schedules/{id}")]
    Task<IApiResponse<ScheduleAnswer>> ReadScheduleAsync(string id, CancellationToken cancellationToken);

    [Get("/api/v2/business_hours/schedules/{id}/holidays")]
    Task<IApiResponse<HolidaysAnswer>> ReadHolidaysAsync(string id, CancellationToken cancellationToken);
}

/// <summary>Uploads, on a client of their own: they may take long, so only standing still ends them.</summary>
internal interface IZendeskUploads
{
    /// <summary>The body is the file itself. The answer is JSON, whatever its Content-Type says.</summary>
    [Post("/api/v2/uploads")]
    Task<IApiResponse<UploadAnswer>> UploadAsync(string filename, [Body] HttpContent file, CancellationToken cancellationToken);
}

/// <summary>The token endpoint, called without a token.</summary>
internal interface IZendeskSignInApi
{
    [Post("/oauth/tokens")]
    Task<IApiResponse<TokenAnswer>> IssueTokenAsync([Body] TokenRequest request, CancellationToken cancellationToken);
}
