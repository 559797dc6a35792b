using System.Collections.Concurrent;
using System.Collections.Frozen;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>The business hours of each channel: a table in the settings, or a schedule kept in the helpdesk. What is not known is open.</summary>
internal sealed class ChannelHours(ChannelRegistry channels, HelpdeskRegistry helpdesks, BridgeClock clock) : IChannelHours
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan AgainAfterFailure = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Helpdesk, string Schedule), Remembered<BusinessHours>> _schedules = new();
    private readonly FrozenDictionary<string, BusinessHours> _tables = channels.Names
        .Where(channel => channels.Get(channel).Hours is { Open.Length: > 0 })
        .ToFrozenDictionary(channel => channel, channel => CreateTable(channels.Get(channel)), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the channel is open now; waits for nothing.</summary>
    public bool IsOpen(string channel) =>
        channels.Find(channel) is not { } options || IsOpen(channel, GetSchedule(options)?.Peek().Value);

    /// <summary>Whether the channel is open now; where its schedule was never read, waits for it a moment.</summary>
    public async Task<bool> IsOpenAsync(string channel) =>
        IsOpen(channel, GetSchedule(channels.Get(channel)) is { } schedule ? (await schedule.GetAsync()).Value : null);

    private bool IsOpen(string channel, BusinessHours? schedule) =>
        (schedule ?? _tables.GetValueOrDefault(channel))?.IsOpenAt(clock.Now) ?? true;

    private static BusinessHours CreateTable(ChannelOptions channel) => new(
        TimeZoneInfo.FindSystemTimeZoneById(channel.TimeZone), [.. channel.Hours!.Open.SelectMany(entry => OpeningHoursParser.Parse(entry)!)], []);

    private Remembered<BusinessHours>? GetSchedule(ChannelOptions channel) => channel.Hours?.ScheduleId is not { } id
        ? null
        : _schedules.GetOrAdd((channel.Helpdesk, id), key =>
            new Remembered<BusinessHours>(_ => helpdesks.Get(key.Helpdesk).ReadHoursAsync(key.Schedule, CancellationToken.None), Fresh, AgainAfterFailure, clock));
}
