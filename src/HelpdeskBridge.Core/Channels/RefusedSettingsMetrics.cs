using System.Diagnostics.Metrics;
using HelpdeskBridge.Telemetry;

namespace HelpdeskBridge.Channels;

/// <summary>The metric of what the helpdesks refuse of the settings.</summary>
internal sealed class RefusedSettingsMetrics
{
    public RefusedSettingsMetrics(IMeterFactory meters, ChannelRegistry channels, RefusedSettings refusedSettings) =>
        meters.Create(Tracing.SourceName).Observe(
            "bridge.settings.refused",
            "{setting}",
            "Groups, forms, brands and fields that the helpdesk refuses, by channel. Tickets are written without them.",
            () =>
            {
                var refused = refusedSettings.List();
                return channels.Names.Select(channel => new Measurement<int>(
                    refused.Count(setting => setting.Setting.Channel == channel), new KeyValuePair<string, object?>("channel", channel)));
            });
}
