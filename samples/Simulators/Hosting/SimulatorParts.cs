using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators;

/// <summary>What makes one simulator's server different from another's.</summary>
internal sealed class SimulatorParts
{
    /// <summary>The name in the journal.</summary>
    public required string Name { get; init; }

    public required Journal Journal { get; init; }

    public required Faults Faults { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Takes tokens and keys out of a path before it is written down.</summary>
    public required Func<string, string> Redact { get; init; }

    /// <summary>Maps the endpoints; called again each time the server comes back.</summary>
    public required Action<WebApplication> Map { get; init; }

    /// <summary>Brings the spellings of an address the real system tolerates into one.</summary>
    public Func<PathString, PathString>? NormalizePath { get; init; }
}
