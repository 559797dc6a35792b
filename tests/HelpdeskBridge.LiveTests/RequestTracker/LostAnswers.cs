using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.LiveTests.RequestTracker;

/// <summary>
/// Stands between the bridge and Request Tracker, and loses the answers of some writes: the request arrives, and the connection is cut when the
/// answer begins.
/// </summary>
/// <param name="server">Request Tracker.</param>
/// <param name="share">How many of the writes lose their answer, between 0 and 1.</param>
/// <param name="seed">Makes the choice repeatable.</param>
internal sealed class LostAnswers(Uri server, double share, int seed) : HttpFaultRelay(server)
{
    private readonly Random _random = new(seed);
    private int _lost;

    /// <summary>How many answers were lost so far.</summary>
    public int Lost => _lost;

    protected override RelayFault? Choose(string requestLine)
    {
        if (!IsWrite(requestLine))
            return null;
        lock (_random)
        {
            if (_random.NextDouble() >= share)
                return null;
        }

        Interlocked.Increment(ref _lost);
        return new RelayFault.LoseAnswer();
    }

    /// <summary>Only what must not be done twice: tickets, users, correspondence and comments.</summary>
    private static bool IsWrite(string requestLine) => requestLine.StartsWith("POST ", StringComparison.Ordinal)
        && requestLine.Split('/')[^1] is "ticket" or "user" or "correspond" or "comment";
}
