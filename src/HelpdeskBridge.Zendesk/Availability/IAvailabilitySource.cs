using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Zendesk.Availability;

/// <summary>One of the ways in which an account may tell which groups have an agent online.</summary>
internal interface IAvailabilitySource
{
    /// <summary>The endpoint, for the log.</summary>
    string Name { get; }

    /// <returns>Who is there, by group; a group of which that is not known is left out. Null: the account does not offer it.</returns>
    Task<IReadOnlyDictionary<string, GroupPresence>?> ReadAsync(IReadOnlyList<string> groupIds, CancellationToken cancellationToken);
}
