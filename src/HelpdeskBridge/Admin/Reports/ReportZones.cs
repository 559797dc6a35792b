using HelpdeskBridge.Channels;

namespace HelpdeskBridge.Admin.Reports;

/// <summary>In which time zone a chat has its day: one for all, or else that of its channel.</summary>
internal sealed class ReportZones
{
    private readonly TimeZoneInfo? _forAll;
    private readonly Dictionary<string, TimeZoneInfo> _byChannel;

    private ReportZones(TimeZoneInfo? forAll, Dictionary<string, TimeZoneInfo> byChannel) => (_forAll, _byChannel) = (forAll, byChannel);

    /// <summary>The name of the zone of all chats; null: it depends on the channel.</summary>
    public string? Name => _forAll?.Id;

    /// <param name="channels">The channels.</param>
    /// <param name="name">The name of one zone for all; null: the channels' own.</param>
    /// <returns>Null: there is no such zone.</returns>
    public static ReportZones? Create(ChannelRegistry channels, string? name)
    {
        if (name is not null)
            return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) ? new ReportZones(found, []) : null;
        var own = channels.Names.ToDictionary(channel => channel, channel => TimeZoneInfo.FindSystemTimeZoneById(channels.Get(channel).TimeZone));
        return new ReportZones(own.Values.DistinctBy(zone => zone.Id).ToList() is [var only] ? only : null, own);
    }

    /// <summary>The day of a moment for a channel. A channel that has left the settings is in UTC.</summary>
    public DateOnly GetDay(string channel, DateTimeOffset time) =>
        GetDay(_forAll ?? _byChannel.GetValueOrDefault(channel, TimeZoneInfo.Utc), time);

    /// <summary>The day that it is now; where it depends on the channel, the latest one.</summary>
    public DateOnly GetToday(DateTimeOffset now) =>
        _forAll is not null ? GetDay(_forAll, now) : _byChannel.Values.Select(zone => GetDay(zone, now)).Append(GetDay(TimeZoneInfo.Utc, now)).Max();

    private static DateOnly GetDay(TimeZoneInfo zone, DateTimeOffset time) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);
}
