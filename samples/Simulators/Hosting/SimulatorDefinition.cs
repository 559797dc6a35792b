using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators;

/// <summary>What distinguishes one simulator's server from another's.</summary>
internal sealed class SimulatorDefinition
{
    /// <summary>The name in the journal.</summary>
    public required string Name { get; init; }

    public required Journal Journal { get; init; }

    public required Faults Faults { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Removes tokens and keys from a path before it is written to the journal.</summary>
    public required Func<string, string> Redact { get; init; }

    /// <summary>Maps the endpoints. Called each time the server starts.</summary>
    public required Action<WebApplication> MapEndpoints { get; init; }

    /// <summary>The network in memory; null means sockets.</summary>
    public ISimulatorNetwork? Network { get; init; }

    /// <summary>Normalizes the spellings of a path that the real system accepts.</summary>
    public Func<PathString, PathString>? NormalizePath { get; init; }
}
