namespace HelpdeskBridge.Options;

/// <summary>Section <c>Storage</c>: where messages and conversations are kept.</summary>
public sealed class StorageOptions
{
    /// <summary>Which database.</summary>
    /// <value>The default is <see cref="StorageProvider.Sqlite"/>.</value>
    public StorageProvider Provider { get; set; }

    /// <summary>The database's connection string. Its folder is made when it is missing.</summary>
    /// <value>The default is <c>Data Source=data/bridge.db</c>.</value>
    [Secret(Rotates = false)]
    public string ConnectionString { get; set; } = "Data Source=data/bridge.db";

    /// <summary>How long closed conversations are kept, with their messages, dead letters and files' links, and entries of the audit; then they are erased.</summary>
    /// <value>The default is 90 days.</value>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(90);
}

/// <summary>Databases.</summary>
public enum StorageProvider
{
    /// <summary>A file beside the service; one process.</summary>
    Sqlite,

    /// <summary>PostgreSQL; not available in this version.</summary>
    PostgreSql,
}

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

/// <summary>Section <c>Network</c>: what may be called outside the public internet.</summary>
public sealed class NetworkOptions
{
    /// <summary>Host names, addresses or address ranges (CIDR) outside the public internet that may be called, with http as well.</summary>
    /// <value>None by default.</value>
    public string[] AllowedPrivateHosts { get; set; } = [];

    /// <summary>
    /// Addresses or ranges (CIDR) of the proxies in front of the service, each in a chain of them: whose <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> are believed. Without them all callers behind a proxy count as one, where addresses count: in the limit of
    /// refused calls and of wrong admin keys, and in the audit.
    /// </summary>
    /// <value>None by default.</value>
    public string[] TrustedProxies { get; set; } = [];
}

/// <summary>Section <c>Admin</c>: the operators' page.</summary>
public sealed class AdminOptions
{
    /// <summary>Key of the page and its API, at least 24 characters.</summary>
    /// <value>Neither when absent.</value>
    [Secret]
    public string? Key { get; set; }
}
