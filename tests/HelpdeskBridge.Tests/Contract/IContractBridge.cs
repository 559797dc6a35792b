using HelpdeskBridge.Simulators.Jaicp;

namespace HelpdeskBridge.Tests.Contract;

/// <summary>The running service of a test, and the simulated JAICP that it is connected with.</summary>
internal interface IContractBridge : IAsyncDisposable
{
    SimulatedJaicp Jaicp { get; }

    /// <summary>Ends the service, and starts it again on the same store.</summary>
    Task RestartAsync();

    /// <summary>Lets time pass until something is so.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="what">The same in words, for a test that fails.</param>
    Task UntilAsync(Func<Task<bool>> condition, string what);
}
