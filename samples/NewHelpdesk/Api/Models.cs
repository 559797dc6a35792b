using System.Text.Json.Serialization;

namespace HelpdeskBridge.NewHelpdesk.Api;

internal sealed record DeskGroup(string Id, string Name);

/// <summary>The role is <c>agent</c>, <c>client</c>, or <c>bot</c> for the user that the bridge signs in as.</summary>
internal sealed record DeskUser(string Id, string Name, string Role);

/// <param name="ExternalId">By this the client is found again.</param>
/// <param name="Name">Null: the name stays as it is.</param>
internal sealed record DeskUserDraft(string ExternalId, string? Name);

/// <summary>The status is open, pending, solved or closed.</summary>
internal sealed record DeskTicket(
    string Id, string Status, string GroupId, string Subject, DeskUser Requester, DeskUser? Assignee, DateTimeOffset UpdatedAt,
    [property: JsonRequired] IReadOnlyList<DeskComment> Comments);

/// <summary>The key is the one that its writer gave it, if any.</summary>
internal sealed record DeskComment(
    string Id, DateTimeOffset CreatedAt, DeskUser Author, bool IsPublic, string Text, string? Key, IReadOnlyList<DeskFile> Files);

internal sealed record DeskFile(string Id, string Name, string ContentType, long Size);

internal sealed record DeskCommentDraft(string Key, string Text, bool IsPublic, IReadOnlyList<string>? FileIds);

internal sealed record DeskTicketDraft(string Key, string GroupId, string RequesterId, string Subject, DeskCommentDraft Comment);

/// <summary>What is null stays as it is.</summary>
internal sealed record DeskTicketChange(string? Status = null, string? GroupId = null, DeskCommentDraft? Comment = null);

/// <param name="TicketIds">The tickets that changed. One may be there more than once.</param>
/// <param name="Last">The number of the last of these changes, or of the newest one of all if there is none.</param>
/// <param name="HasMore">Whether there are later ones.</param>
internal sealed record DeskChanges([property: JsonRequired] IReadOnlyList<string> TicketIds, long Last, bool HasMore);
