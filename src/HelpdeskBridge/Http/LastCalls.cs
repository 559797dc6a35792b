using System.Collections.Concurrent;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Http;

/// <summary>When each channel of JAICP and each helpdesk last called, for operators. Only what this process has seen since its start.</summary>
internal sealed class LastCalls(BridgeClock clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _channels = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _webhooks = new();

    /// <summary>Since when calls are recorded.</summary>
    public DateTimeOffset StartedAt { get; } = clock.Now;

    /// <summary>JAICP made a genuine call for the channel.</summary>
    public void RecordChannel(string channel) => _channels[channel] = clock.Now;

    /// <summary>A genuine webhook call of the helpdesk came.</summary>
    public void RecordWebhook(string helpdesk) => _webhooks[helpdesk] = clock.Now;

    /// <returns>Null: none since the start.</returns>
    public DateTimeOffset? FindChannel(string channel) => _channels.TryGetValue(channel, out var at) ? at : null;

    /// <returns>Null: none since the start.</returns>
    public DateTimeOffset? FindWebhook(string helpdesk) => _webhooks.TryGetValue(helpdesk, out var at) ? at : null;
}
