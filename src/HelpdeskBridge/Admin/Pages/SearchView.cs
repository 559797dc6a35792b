namespace HelpdeskBridge.Admin.Pages;

/// <summary>A search for conversations.</summary>
/// <param name="Channel">As typed.</param>
/// <param name="User">As typed.</param>
/// <param name="Ticket">As typed.</param>
/// <param name="Found">Null: nothing was searched for.</param>
public sealed record SearchView(string? Channel, string? User, string? Ticket, IReadOnlyList<FoundRow>? Found);

/// <summary>A conversation that was found.</summary>
public sealed record FoundRow(string Id, DateTimeOffset OpenedAt, string Channel, string UserId, string? TicketId, string Phase);
