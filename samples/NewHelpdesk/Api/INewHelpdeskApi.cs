using Refit;

namespace HelpdeskBridge.NewHelpdesk.Api;

/// <summary>
/// The product's interface, as far as the adapter needs it. Put your product's calls here, each with its return type in <c>IApiResponse</c>: then a
/// refusal is a value and no exception.
/// </summary>
internal interface INewHelpdeskApi
{
    [Get("/api/groups")]
    Task<IApiResponse<IReadOnlyList<DeskGroup>>> ReadGroupsAsync(CancellationToken cancellationToken);

    /// <summary>Makes the user with this external id, or renames it.</summary>
    [Put("/api/users")]
    Task<IApiResponse<DeskUser>> SaveUserAsync([Body] DeskUserDraft user, CancellationToken cancellationToken);

    /// <summary>The tickets that were made under this key.</summary>
    [Get("/api/tickets")]
    Task<IApiResponse<IReadOnlyList<DeskTicket>>> FindTicketsAsync(string key, CancellationToken cancellationToken);

    [Get("/api/tickets/{id}")]
    Task<IApiResponse<DeskTicket>> ReadTicketAsync(string id, CancellationToken cancellationToken);

    [Post("/api/tickets")]
    Task<IApiResponse<DeskTicket>> CreateTicketAsync([Body] DeskTicketDraft ticket, CancellationToken cancellationToken);

    /// <summary>Changes a ticket and adds a comment, both or neither.</summary>
    [Patch("/api/tickets/{id}")]
    Task<IApiResponse<DeskTicket>> UpdateTicketAsync(string id, [Body] DeskTicketChange change, CancellationToken cancellationToken);

    /// <summary>What changed after this number, oldest first.</summary>
    [Get("/api/changes")]
    Task<IApiResponse<DeskChanges>> ReadChangesAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>Keeps a file until a comment names its id.</summary>
    [Post("/api/files")]
    Task<IApiResponse<DeskFile>> UploadAsync(string name, string type, [Body] Stream content, CancellationToken cancellationToken);
}
