using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>The service's store, seen from outside.</summary>
internal interface IBridgeStore
{
    /// <summary>Tickets that the service knows to have changed and has not read yet. The admin API does not tell of them.</summary>
    Task<long> CountTicketsToReadAsync();

    /// <summary>The ratings of all chats. The admin API has only their numbers and averages.</summary>
    Task<IReadOnlyList<StoredRating>> ReadRatingsAsync();

    /// <summary>How much the store takes, in bytes.</summary>
    long GetSize();
}
