namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Times in the precision and formats of Zendesk.</summary>
internal static class ZendeskTime
{
    public static DateTimeOffset ToSecond(this DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    /// <summary><c>2026-11-23T10:00:00Z</c></summary>
    public static string ToIso(this DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);

    /// <summary><c>2026-11-23T10:00:00.123456700Z</c>: webhooks have nanoseconds, two digits more than .NET supports.</summary>
    public static string ToNanoseconds(this DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", null);
}
