using HelpdeskBridge.Options;

namespace HelpdeskBridge.Messaging;

/// <summary>Section <c>Cluster</c>: several processes on one store.</summary>
public sealed class ClusterOptions
{
    /// <summary>How the processes find each other.</summary>
    /// <value>The default is <see cref="ClusterProvider.None"/>: one process.</value>
    public ClusterProvider Provider { get; set; }

    /// <summary>Connection string of the membership store.</summary>
    [NotInEffectYet]
    [Secret(Rotates = false)]
    public string? ConnectionString { get; set; }

    /// <summary>Port between the processes.</summary>
    /// <value>The default is 11111.</value>
    [NotInEffectYet]
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port for cluster clients.</summary>
    /// <value>The default is 30000.</value>
    [NotInEffectYet]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Address the other processes reach this one at.</summary>
    [NotInEffectYet]
    public string? Advertise { get; set; }
}

/// <summary>Cluster memberships.</summary>
public enum ClusterProvider
{
    /// <summary>One process.</summary>
    None,

    /// <summary>Redis; not available in this version.</summary>
    Redis,
}
