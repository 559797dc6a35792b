using HelpdeskBridge.Admin;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Clustering;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Tests.Settings;

/// <summary>The sections of the settings by their names, and options that a test makes itself.</summary>
internal static class SettingsExtensions
{
    extension(EffectiveSettings settings)
    {
        public BridgeOptions Bridge => settings.Get<BridgeOptions>();

        public IReadOnlyDictionary<string, ChannelOptions> Channels => settings.GetNamed<ChannelOptions>("Channels");

        public IReadOnlyDictionary<string, HelpdeskOptions> Helpdesks => settings.GetNamed<HelpdeskOptions>("Helpdesks");

        public DeliveryOptions Delivery => settings.Get<DeliveryOptions>();

        public StorageOptions Storage => settings.Get<StorageOptions>();

        public ClusterOptions Cluster => settings.Get<ClusterOptions>();

        public NetworkOptions Network => settings.Get<NetworkOptions>();

        public AdminOptions Admin => settings.Get<AdminOptions>();
    }

    public static IOptions<TOptions> AsOptions<TOptions>(this TOptions options)
        where TOptions : class => Microsoft.Extensions.Options.Options.Create(options);
}
