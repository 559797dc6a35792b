using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>What is around a client and its agents: the outside systems, and time, which may be real or simulated.</summary>
internal interface IChatSurroundings
{
    SimulatedZendesk Zendesk { get; }

    SimulatedJaicp Jaicp { get; }

    ChannelFeatures Features { get; }

    TimeProvider Clock { get; }

    ChatPace Pace { get; }

    /// <summary>Whether the service listens, as far as is known.</summary>
    bool IsServiceUp { get; }

    /// <summary>The client's tickets, oldest first.</summary>
    IReadOnlyList<SimulatedTicket> GetTickets(string userId);

    /// <returns>False when the timeout came first.</returns>
    Task<bool> UntilAsync(Func<bool> condition, TimeSpan timeout);
}
