namespace HelpdeskBridge.Options;

/// <summary>Everything an administrator can set, as one tree. The names below it are the configuration sections.</summary>
public sealed class BridgeSettings
{
    /// <summary>The service itself: where it is reached and what it takes.</summary>
    public BridgeOptions Bridge { get; set; } = new();

    /// <summary>JAICP channels by name; each has its own address, key and rules. The name is part of the address.</summary>
    public Dictionary<string, ChannelOptions> Channels { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Helpdesk accounts by name; the name is part of the webhook's address.</summary>
    public Dictionary<string, HelpdeskOptions> Helpdesks { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How messages are sent on, and again.</summary>
    public DeliveryOptions Delivery { get; set; } = new();

    /// <summary>Where messages and conversations are kept.</summary>
    public StorageOptions Storage { get; set; } = new();

    /// <summary>Several processes on one store.</summary>
    public ClusterOptions Cluster { get; set; } = new();

    /// <summary>What may be called outside the public internet.</summary>
    public NetworkOptions Network { get; set; } = new();

    /// <summary>The operators' page.</summary>
    public AdminOptions Admin { get; set; } = new();
}

/// <summary>Marks a setting of the public contract that this version reads and checks but does not act on yet.</summary>
/// <remarks>A start with such a setting says so in the log; nothing is taken silently.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotInEffectYetAttribute : Attribute;
