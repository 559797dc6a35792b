using HelpdeskBridge.Options;

namespace HelpdeskBridge.Clustering;

/// <summary>Section <c>Cluster</c>: several processes on one store. The store is then PostgreSQL.</summary>
public sealed class ClusterOptions
{
    /// <summary>How the processes find each other.</summary>
    /// <value>The default is <see cref="ClusterProvider.None"/>: one process.</value>
    public ClusterProvider Provider { get; set; }

    /// <summary>
    /// Where the processes are listed. PostgreSQL: a database, as in <c>Storage:ConnectionString</c>. Redis: the server, in the words of
    /// StackExchange.Redis, such as <c>redis:6379,password=…</c>.
    /// </summary>
    /// <value>None by default: PostgreSQL takes the database of the store; Redis needs one.</value>
    [Secret(Rotates = false)]
    public string? ConnectionString { get; set; }

    /// <summary>The port for connections between the processes.</summary>
    /// <value>The default is 11111.</value>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port for clients of the cluster. The service has none; the port is for tools of Orleans.</summary>
    /// <value>The default is 30000.</value>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>
    /// The address or the host name under which the other processes reach this one, with a port where that is not <c>SiloPort</c>, as behind a
    /// mapped port of a container: <c>10.0.0.5:21111</c>. If it is an address of this machine, nothing listens on others.
    /// </summary>
    /// <value>None by default: the machine's first private IPv4 address.</value>
    public string? Advertise { get; set; }

    /// <summary>
    /// A PEM file with the certificate of this process and its private key, without a password. With it, the connections between the processes are
    /// encrypted, and each end shows its certificate. All processes have one, or none.
    /// </summary>
    /// <value>None by default: the connections are not encrypted.</value>
    public string? CertificateFile { get; set; }

    /// <summary>A PEM file with the certificates of those who may have signed the certificates of the other processes.</summary>
    /// <value>None by default: the certificates in <c>CertificateFile</c>, so that all processes have the same one.</value>
    public string? AuthorityFile { get; set; }

    /// <summary>
    /// Whether operators who are signed in to <c>/admin</c> see Orleans' dashboard at <c>/admin/cluster</c>: the processes, their grains, and how
    /// long calls take. It measures each call of a grain, which costs a little.
    /// </summary>
    /// <value>The default is false.</value>
    public bool Dashboard { get; set; }
}

/// <summary>How the processes of a cluster find each other.</summary>
public enum ClusterProvider
{
    /// <summary>There is only one process.</summary>
    None,

    /// <summary>Each process has a row in a PostgreSQL database, by default that of the store.</summary>
    PostgreSql,

    /// <summary>Each process has an entry in a Redis server.</summary>
    Redis,
}
