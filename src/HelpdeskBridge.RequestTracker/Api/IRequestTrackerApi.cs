using Refit;

namespace HelpdeskBridge.RequestTracker.Api;

/// <summary>The parts of Request Tracker's REST 2 interface that read, or change what can be changed twice (perldoc RT::REST2).</summary>
internal interface IRequestTrackerApi
{
    [Get("/rt")]
    Task<IApiResponse<RtVersion>> ReadVersionAsync(CancellationToken cancellationToken);

    /// <summary>The queues that the user may see. Disabled ones are left out.</summary>
    [Get("/queues/all?fields=Name,Disabled&per_page=100")]
    Task<IApiResponse<RtList<RtQueue>>> ReadQueuesAsync(int page, CancellationToken cancellationToken);

    [Get("/queue/{id}")]
    Task<IApiResponse<RtQueue>> ReadQueueAsync(string id, CancellationToken cancellationToken);

    [Get("/user/{id}")]
    Task<IApiResponse<RtUser>> ReadUserAsync(string id, CancellationToken cancellationToken);

    [Post("/users?fields=Name")]
    Task<IApiResponse<RtList<RtUser>>> FindUsersAsync([Body] IReadOnlyList<RtFilter> filters, CancellationToken cancellationToken);

    /// <summary>
    /// The same with the values by which people are told apart, and with disabled users. A condition on a field that may not be searched is ignored
    /// without an error, so the values must be compared again. Phone numbers are among these fields.
    /// </summary>
    [Post("/users?fields=id,Name,EmailAddress&find_disabled_rows=1&per_page=100")]
    Task<IApiResponse<RtList<RtUser>>> FindPersonsAsync([Body] IReadOnlyList<RtFilter> filters, CancellationToken cancellationToken);

    [Post("/user")]
    Task<IApiResponse> CreateUserAsync([Body] RtUserDraft user, CancellationToken cancellationToken);

    [Put("/user/{id}")]
    Task<IApiResponse> UpdateUserAsync(string id, [Body] RtUserDraft user, CancellationToken cancellationToken);

    [Get("/ticket/{id}")]
    Task<IApiResponse<RtTicket>> ReadTicketAsync(string id, CancellationToken cancellationToken);

    /// <summary>Answers 200 whether or not it did what was asked, so the ticket is read afterwards.</summary>
    [Put("/ticket/{id}")]
    Task<IApiResponse> UpdateTicketAsync(string id, [Body] RtTicketChange change, CancellationToken cancellationToken);

    /// <summary>Like the other change of a ticket.</summary>
    [Put("/ticket/{id}")]
    Task<IApiResponse> UpdateFieldsAsync(string id, [Body] RtFieldValues values, CancellationToken cancellationToken);

    /// <summary>Tickets by a query in TicketSQL. It never finds deleted or merged ones.</summary>
    [Get("/tickets?fields=Status,LastUpdated,EffectiveId&per_page=100")]
    Task<IApiResponse<RtList<RtTicket>>> FindTicketsAsync(string query, CancellationToken cancellationToken);

    /// <summary>
    /// Transactions by a query in TransactionSQL. The history of a ticket, which has an address of its own, depends on what a worker of the server
    /// remembers about merges: it may lack what was said before one.
    /// </summary>
    [Get("/transactions?fields=Type,Creator,Created,ObjectId,Field,NewValue&fields[Creator]=id,Name&orderby=id")]
    Task<IApiResponse<RtList<RtTransaction>>> FindTransactionsAsync(
        string query, string order, [AliasAs("per_page")] int perPage, CancellationToken cancellationToken);

    /// <summary>The texts and files of a message, without what is in them.</summary>
    [Get("/transaction/{id}/attachments?fields=TransactionId,ContentType,Filename,ContentLength&per_page=100&orderby=id")]
    Task<IApiResponse<RtList<RtAttachment>>> ReadAttachmentsAsync(string id, int page, CancellationToken cancellationToken);

    /// <summary>Some of them, with what is in them.</summary>
    [Post("/transaction/{id}/attachments?fields=TransactionId,ContentType,Filename,ContentLength,Content&per_page=100&orderby=id")]
    Task<IApiResponse<RtList<RtAttachment>>> ReadTextsAsync(
        string id, [Body] IReadOnlyList<RtFilter> filters, CancellationToken cancellationToken);
}

/// <summary>
/// What must not be done twice. The number of what was made is in the header Location. The body is not read: with another language than English it
/// breaks off, although everything was done.
/// </summary>
internal interface IRequestTrackerWriteApi
{
    [Post("/ticket")]
    Task<IApiResponse> CreateTicketAsync([Body] HttpContent ticket, CancellationToken cancellationToken);

    [Post("/ticket/{id}/correspond")]
    Task<IApiResponse> CorrespondAsync(string id, [Body] HttpContent message, CancellationToken cancellationToken);

    [Post("/ticket/{id}/comment")]
    Task<IApiResponse> CommentAsync(string id, [Body] HttpContent message, CancellationToken cancellationToken);
}
