namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>What several processes have beside one PostgreSQL server.</summary>
internal enum ReplicaParts
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>They find each other in Redis, which is empty after it was ended.</summary>
    Redis,

    /// <summary>They find each other in Redis, which has its list again after it was ended.</summary>
    DurableRedis,

    /// <summary>A second PostgreSQL server follows the first one.</summary>
    Standby,

    /// <summary>All connections lead through a network that can be cut.</summary>
    Network,
}
