using Microsoft.Extensions.DependencyInjection;

namespace HelpdeskBridge.Simulators;

/// <summary>A network in memory, which a test has instead of sockets.</summary>
public interface ISimulatorNetwork
{
    /// <returns>A port on 127.0.0.1 that nobody else has.</returns>
    int TakePort();

    /// <summary>Registers the server of a simulator, which answers what is sent to these ports.</summary>
    void AddServer(IServiceCollection services, IReadOnlyList<int> ports);

    /// <summary>Sends the requests of a simulator.</summary>
    HttpMessageHandler CreateHandler();
}
