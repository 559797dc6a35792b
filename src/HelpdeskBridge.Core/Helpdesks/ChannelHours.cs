using System.Collections.Concurrent;
using System.Collections.Frozen;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// The business hours of each channel: a table in the settings, or a schedule kept in the helpdesk. While they are not known, the channel
/// counts as open.
/// </summary>
internal sealed class ChannelHours(ChannelRegistry channels, HelpdeskRegistry helpdesks, BridgeClock clock) : IChannelHours
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Helpdesk, string Schedule), RefreshingValue<BusinessHours>> _schedules = new();
    private readonly FrozenDictionary<string, BusinessHours> _tables = channels.Names
        .Where(channel => channels.Get(channel).Hours is { Open.Length: > 0 })
        .ToFrozenDictionary(channel => channel, channel => CreateFromTable(channels.Get(channel)), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the channel is open now. Never waits.</summary>
    public bool IsOpen(string channel) => channels.Find(channel) is not { } options
        || (GetSchedule(options)?.GetWithoutWaiting().Value ?? _tables.GetValueOrDefault(channel))?.IsOpenAt(clock.Now) is not false;

    /// <summary>Whether the channel is open now. Waits a moment for a schedule that was never read.</summary>
    public async Task<bool> IsOpenAsync(string channel) => (await GetAsync(channel))?.IsOpenAt(clock.Now) ?? true;

    public async Task<BusinessHours?> GetAsync(string channel) => GetSchedule(channels.Get(channel)) is { } schedule
        ? (await schedule.GetAsync()).Value
        : _tables.GetValueOrDefault(channel);

    private static BusinessHours CreateFromTable(ChannelOptions channel) => new(
        TimeZoneInfo.FindSystemTimeZoneById(channel.TimeZone), [.. channel.Hours!.Open.SelectMany(entry => OpeningHoursParser.Parse(entry)!)], []);

    private RefreshingValue<BusinessHours>? GetSchedule(ChannelOptions channel) => channel.Hours?.ScheduleId is not { } id
        ? null
        : _schedules.GetOrAdd((channel.Helpdesk, id), key => new RefreshingValue<BusinessHours>(
            _ => helpdesks.Get(key.Helpdesk).ReadHoursAsync(key.Schedule, CancellationToken.None), FreshFor, RetryAfter, clock));
}
