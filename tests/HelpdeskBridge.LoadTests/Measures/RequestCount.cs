using HelpdeskBridge.Simulators;

namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>The requests that the simulated helpdesk counts against the limit of the account, by what they are for.</summary>
/// <param name="Writes">New tickets and users, and updates of tickets.</param>
/// <param name="Reads">Reads of a ticket or of its comments.</param>
/// <param name="Others">What no message is waiting for: who is online, whether the set-up is as it should be, reconcile sweeps.</param>
/// <param name="Refused">Those of them that were answered 429.</param>
internal sealed record RequestCount(int Writes, int Reads, int Others, int Refused)
{
    public int All => Writes + Reads + Others;

    public int ForMessages => Writes + Reads;

    public static RequestCount Of(IEnumerable<JournalEntry> entries)
    {
        var requests = entries
            .Where(entry => entry.Direction == JournalDirection.Taken && entry.Path.StartsWith("/api/v2/", StringComparison.Ordinal)).ToList();
        var reads = requests.Count(entry => entry.Method == "GET" && IsOfOneTicket(entry.Path));
        var writes = requests.Count(entry => entry.Method != "GET");
        return new RequestCount(writes, reads, requests.Count - reads - writes, requests.Count(entry => entry.Status == 429));
    }

    private static bool IsOfOneTicket(string path) =>
        path.StartsWith("/api/v2/tickets/", StringComparison.Ordinal) && char.IsAsciiDigit(path["/api/v2/tickets/".Length]);
}
