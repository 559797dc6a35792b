using System.Data.Common;
using HelpdeskBridge.SimulationTests.Engine;
using HelpdeskBridge.SimulationTests.Faults;
using HelpdeskBridge.SimulationTests.Mutations;
using HelpdeskBridge.SimulationTests.Outside;
using HelpdeskBridge.Storage.Sqlite;

namespace HelpdeskBridge.SimulationTests.Service;

/// <summary>What is around the service and outlives its processes.</summary>
internal sealed class ServiceSurroundings(
    VirtualTime time, Scheduler scheduler, SimulatedNetwork network, PreparedConnection store, Luck luck, ServiceLog log, Random ids)
{
    /// <summary>The port of the service. The simulators take theirs above it.</summary>
    public const int Port = 19_999;

    public VirtualTime Time => time;

    public Scheduler Scheduler => scheduler;

    public SimulatedNetwork Network => network;

    public PreparedConnection Store => store;

    public Luck Luck => luck;

    public ServiceLog Log => log;

    /// <summary>The connection to the store as the service sees it, perhaps with a planted fault.</summary>
    public required DbConnection Statements { get; init; }

    /// <summary>A planted fault; null: none.</summary>
    public Mutation? Mutation { get; init; }

    /// <summary>As <see cref="Guid.CreateVersion7(DateTimeOffset)"/>, with the seed's random part.</summary>
    public Guid CreateId(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        ids.NextBytes(bytes[6..]);
        (bytes[6], bytes[8]) = ((byte)(0x70 | (bytes[6] & 0x0F)), (byte)(0x80 | (bytes[8] & 0x3F)));
        return new Guid(bytes, bigEndian: true);
    }
}
