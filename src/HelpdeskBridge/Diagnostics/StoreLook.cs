using HelpdeskBridge.Channels;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Diagnostics;

/// <summary>What the store has, read once for all tests.</summary>
internal sealed class StoreLook(EffectiveSettings settings)
{
    private Task<StoreInspection>? _inspection;

    /// <exception cref="StoreUnavailableException">The store exists but can't be read.</exception>
    public Task<StoreInspection> ReadAsync() =>
        _inspection ??= StoreInspection.ReadAsync(settings.Get<StorageOptions>(), settings.GetNames(ChannelRegistry.Section));

    /// <returns>The webhook that JAICP has set for a channel; null: there is none, or the store can't be read.</returns>
    public async Task<string?> FindWebhookUrlAsync(string channel)
    {
        try
        {
            return (await ReadAsync()).WebhookUrls.GetValueOrDefault(channel);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }
}
