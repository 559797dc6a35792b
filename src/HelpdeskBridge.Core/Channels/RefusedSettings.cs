using System.Globalization;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Channels;

/// <summary>Something from the settings of a channel, or a group that the bot chose, that the helpdesk refuses.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Name">What is refused, such as <c>group 42</c> or <c>Ticket</c>.</param>
internal readonly record struct RefusableSetting(string Channel, string Name)
{
    public static RefusableSetting Group(string channel, long id) =>
        new(channel, string.Create(CultureInfo.InvariantCulture, $"group {id}"));

    /// <summary>A priority or tag of <c>Escalations</c>.</summary>
    public static RefusableSetting Escalation(string channel, string what) => new(channel, $"Escalations ({what})");

    /// <summary>The form, brand, priority and fields of tickets.</summary>
    public static RefusableSetting Ticket(string channel) => new(channel, "Ticket (FormId, BrandId, Priority or Fields)");
}

/// <summary>What the helpdesk refuses of a channel.</summary>
/// <param name="Setting">What it is.</param>
/// <param name="Reason">The helpdesk's reason. It contains nothing that anybody wrote.</param>
/// <param name="Since">When it was refused first.</param>
/// <param name="LastAt">When it was refused last.</param>
internal sealed record RefusedSetting(RefusableSetting Setting, string Reason, DateTimeOffset Since, DateTimeOffset LastAt);

/// <summary>
/// Remembers what the helpdesk refuses of the settings at run time: a group, form, brand or field that was deleted. Messages are written without it.
/// It is kept per process and may be lost: the next ticket finds it out again.
/// </summary>
internal sealed class RefusedSettings(BridgeClock clock)
{
    /// <summary>
    /// After this time without a new refusal a group is used again. Form, brand, priority and fields are tried with each ticket.
    /// </summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<RefusableSetting, RefusedSetting> _refused = [];

    /// <summary>What is refused now, in a stable order.</summary>
    public IReadOnlyList<RefusedSetting> List()
    {
        lock (_lock)
        {
            foreach (var old in _refused.Values.Where(refused => !IsRecent(refused)).ToList())
                _refused.Remove(old.Setting);
            return [.. _refused.Values.OrderBy(refused => refused.Since).ThenBy(refused => refused.Setting.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Whether it is refused now.</summary>
    public bool IsRefused(RefusableSetting setting)
    {
        lock (_lock)
            return _refused.TryGetValue(setting, out var refused) && IsRecent(refused);
    }

    /// <summary>The helpdesk refused a write with the setting, and accepted it without.</summary>
    public void Add(RefusableSetting setting, string reason)
    {
        lock (_lock)
            _refused[setting] = new RefusedSetting(setting, reason, _refused.GetValueOrDefault(setting)?.Since ?? clock.Now, clock.Now);
    }

    /// <summary>The helpdesk accepted a write with the setting.</summary>
    public void Remove(RefusableSetting setting)
    {
        lock (_lock)
            _refused.Remove(setting);
    }

    private bool IsRecent(RefusedSetting refused) => clock.Now - refused.LastAt < KeptFor;
}
