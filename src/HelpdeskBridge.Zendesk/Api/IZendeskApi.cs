using Refit;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>The parts of Zendesk's Support API that the bridge uses (developer.zendesk.com/api-reference/ticketing).</summary>
internal interface IZendeskApi
{
    /// <summary>
    /// Matches an existing user by external id: 200 existing, 201 new. Zendesk allows five calls a minute per user (developer.zendesk.com, rate
    /// limits), so the result is stored.
    /// </summary>
    [Post("/api/v2/users/create_or_update")]
    Task<IApiResponse<UserResponse>> CreateOrUpdateUserAsync([Body] UserRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Finds users by their exact external id. It does not use the search index, so it also finds a user created a moment ago.
    /// </summary>
    [Get("/api/v2/users")]
    Task<IApiResponse<PersonsResponse>> FindUsersAsync([AliasAs("external_id")] string externalId, CancellationToken cancellationToken);

    /// <summary>
    /// Finds users by Zendesk's search syntax. A user who was created a moment ago may be missing (support.zendesk.com, "Zendesk Support search
    /// reference").
    /// </summary>
    [Get("/api/v2/users/search")]
    Task<IApiResponse<PersonsResponse>> SearchUsersAsync(string query, CancellationToken cancellationToken);

    [Get("/api/v2/users/{id}")]
    Task<IApiResponse<PersonResponse>> ReadUserAsync(long id, CancellationToken cancellationToken);

    /// <summary>
    /// All addresses and numbers of a user. Not for tokens with the scope <c>users:read</c> alone (developer.zendesk.com, "User Identities").
    /// </summary>
    [Get("/api/v2/users/{id}/identities")]
    Task<IApiResponse<IdentitiesResponse>> ReadIdentitiesAsync(long id, CancellationToken cancellationToken);

    /// <summary>Creates a user. One with a value that another user has already is refused with 422.</summary>
    [Post("/api/v2/users")]
    Task<IApiResponse<PersonResponse>> CreateUserAsync([Body] PersonRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// The only call with an idempotency key, which Zendesk keeps for two hours (developer.zendesk.com, ticketing introduction, "Idempotency").
    /// </summary>
    [Post("/api/v2/tickets")]
    Task<IApiResponse<TicketResponse>> CreateTicketAsync(
        [Body] TicketRequest request, [Header("Idempotency-Key")] string idempotencyKey, CancellationToken cancellationToken);

    [Put("/api/v2/tickets/{id}")]
    Task<IApiResponse<TicketResponse>> UpdateTicketAsync(string id, [Body] TicketRequest request, CancellationToken cancellationToken);

    /// <summary>Adds tags. Those that are there already stay.</summary>
    [Put("/api/v2/tickets/{id}/tags")]
    Task<IApiResponse<TagsRequest>> AddTagsAsync(string id, [Body] TagsRequest request, CancellationToken cancellationToken);

    /// <summary>Removes tags. That one of them is not there is no failure.</summary>
    [Delete("/api/v2/tickets/{id}/tags")]
    Task<IApiResponse<TagsRequest>> RemoveTagsAsync(string id, [Body] TagsRequest request, CancellationToken cancellationToken);

    [Get("/api/v2/tickets/{id}?include=users")]
    Task<IApiResponse<TicketResponse>> ReadTicketAsync(string id, CancellationToken cancellationToken);

    /// <param name="ids">At most 100 ticket ids, separated by commas.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    [Get("/api/v2/tickets/show_many")]
    Task<IApiResponse<TicketsResponse>> ReadManyTicketsAsync(string ids, CancellationToken cancellationToken);

    /// <summary>
    /// The tickets of the whole account that changed, except in the last minute. Zendesk allows ten calls a minute (developer.zendesk.com,
    /// "Incremental Exports").
    /// </summary>
    /// <param name="cursor">The cursor of the page before; null on the first call.</param>
    /// <param name="startTime">Where to begin, in Unix seconds; null on every call but the first.</param>
    /// <param name="perPage">At most 1000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    [Get("/api/v2/incremental/tickets/cursor")]
    Task<IApiResponse<ChangesResponse>> ReadChangesAsync(
        string? cursor, [AliasAs("start_time")] long? startTime, [AliasAs("per_page")] int perPage, CancellationToken cancellationToken);

    /// <summary>Finds tickets by their exact external id. It does not use the search index, so it also finds a ticket created a moment ago.</summary>
    [Get("/api/v2/tickets")]
    Task<IApiResponse<TicketsResponse>> FindTicketsAsync([AliasAs("external_id")] string externalId, CancellationToken cancellationToken);

    /// <summary>The comments of a ticket, newest first. The query asks for pictures in the text as attachments.</summary>
    [Get("/api/v2/tickets/{id}/comments?sort=-created_at&include=users&include_inline_images=true")]
    Task<IApiResponse<CommentsResponse>> ReadCommentsAsync(
        string id, [AliasAs("page[size]")] int pageSize, [AliasAs("page[after]")] string? after, CancellationToken cancellationToken);

    [Get("/api/v2/groups")]
    Task<IApiResponse<GroupsResponse>> ReadGroupsAsync(
        [AliasAs("page[size]")] int pageSize, [AliasAs("page[after]")] string? after, CancellationToken cancellationToken);

    [Get("/api/v2/group_memberships")]
    Task<IApiResponse<MembershipsResponse>> ReadMembershipsAsync(
        [AliasAs("page[size]")] int pageSize, [AliasAs("page[after]")] string? after, CancellationToken cancellationToken);

    /// <summary>For admins only, and perhaps not in every plan (developer.zendesk.com, "Account Groups Availability").</summary>
    [Get("/api/v2/account_groups/availability/{groupId}")]
    Task<IApiResponse<GroupAvailabilityResponse>> ReadGroupAvailabilityAsync(string groupId, CancellationToken cancellationToken);

    /// <summary>For admins only; 300 calls a minute (developer.zendesk.com, "Agent Availabilities").</summary>
    [Get("/api/v2/agent_availabilities?include=channels")]
    Task<IApiResponse<AgentAvailabilitiesResponse>> ReadAgentAvailabilitiesAsync(
        [AliasAs("page[size]")] int pageSize, [AliasAs("page[after]")] string? after, CancellationToken cancellationToken);

    [Get("/api/v2/business_hours/schedules/{id}")]
    Task<IApiResponse<ScheduleResponse>> ReadScheduleAsync(string id, CancellationToken cancellationToken);

    [Get("/api/v2/business_hours/schedules/{id}/holidays")]
    Task<IApiResponse<HolidaysResponse>> ReadHolidaysAsync(string id, CancellationToken cancellationToken);
}
