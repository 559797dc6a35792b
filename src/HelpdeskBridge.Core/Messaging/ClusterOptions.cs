using HelpdeskBridge.Options;

namespace HelpdeskBridge.Messaging;

/// <summary>Section <c>Cluster</c>: several processes on one store.</summary>
public sealed class ClusterOptions
{
    /// <summary>How the processes find each other.</summary>
    /// <value>The default is <see cref="ClusterProvider.None"/>: one process.</value>
    public ClusterProvider Provider { get; set; }

    /// <summary>The connection string of the store for cluster membership.</summary>
    /// <value>None by default.</value>
    [NotInEffectYet]
    [Secret(Rotates = false)]
    public string? ConnectionString { get; set; }

    /// <summary>The port for connections between the processes.</summary>
    /// <value>The default is 11111.</value>
    [NotInEffectYet]
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port for clients of the cluster.</summary>
    /// <value>The default is 30000.</value>
    [NotInEffectYet]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>The address under which the other processes reach this one.</summary>
    /// <value>None by default.</value>
    [NotInEffectYet]
    public string? Advertise { get; set; }
}

/// <summary>How the processes of a cluster find each other.</summary>
public enum ClusterProvider
{
    /// <summary>There is only one process.</summary>
    None,

    /// <summary>Redis; not available in this version.</summary>
    Redis,
}
