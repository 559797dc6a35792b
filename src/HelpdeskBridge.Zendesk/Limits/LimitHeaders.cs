using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>
/// Reads what the headers of a response say about rate limits: <c>X-Rate-Limit-Remaining</c> with <c>ratelimit-reset</c> for the account,
/// and <c>zendesk-ratelimit-{name}: total=…; remaining=…; resets=…</c> for an endpoint. Recorded names differ from the documented ones in
/// case and wording (developer.zendesk.com, rate limits).
/// </summary>
internal static class LimitHeaders
{
    private const string EndpointPrefix = "zendesk-ratelimit-";

    /// <summary>Part of the name of a limit that holds for one ticket, not for the account. <see cref="TicketPace"/> keeps within it.</summary>
    private const string PerTicket = "per-ticket";

    /// <summary>A limit of which more than this is left is not reported.</summary>
    private const long ReportBelow = 50;

    /// <summary>Zendesk's longest window is ten minutes. A longer time to the reset is a date or an error, not a duration.</summary>
    private static readonly TimeSpan MaxReset = TimeSpan.FromHours(1);

    public static IEnumerable<LimitNotice> Read(HttpResponseMessage response, RequestKind kind, DateTimeOffset now)
    {
        var hasLimits = false;
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            if (!name.StartsWith(EndpointPrefix, StringComparison.OrdinalIgnoreCase) || Parse(values.ToString()) is not var (remaining, resetIn))
                continue;
            hasLimits = true;
            if (!name.Contains(PerTicket, StringComparison.OrdinalIgnoreCase) && remaining < ReportBelow)
                yield return new LimitNotice(kind, remaining, resetIn);
        }

        if (ReadNumber(response.Headers, "X-Rate-Limit-Remaining") is { } left)
        {
            hasLimits = true;
            if (left < ReportBelow && ReadNumber(response.Headers, "ratelimit-reset") is { } reset)
                yield return new LimitNotice(null, left, ToResetTime(reset));
        }

        // No header names the limit that was exceeded. Unless it may be the limit of one ticket, the whole account waits as long as Zendesk asks.
        if (response.StatusCode == HttpStatusCode.TooManyRequests && !hasLimits && kind != RequestKind.UpdateTicket
            && (response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - now) is { } retryAfter && retryAfter > TimeSpan.Zero)
            yield return new LimitNotice(null, 0, retryAfter < MaxReset ? retryAfter : MaxReset);
    }

    private static (long Remaining, TimeSpan ResetIn)? Parse(string value)
    {
        long? remaining = null, resets = null;
        foreach (var part in value.Split(';', StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [var name, var text] || ParseNumber(text) is not { } number)
                continue;
            if (name.Equals("remaining", StringComparison.OrdinalIgnoreCase))
                remaining = number;
            else if (name.Equals("resets", StringComparison.OrdinalIgnoreCase))
                resets = number;
        }

        return remaining is { } left && resets is { } seconds ? (left, ToResetTime(seconds)) : null;
    }

    private static TimeSpan ToResetTime(long seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, (long)MaxReset.TotalSeconds));

    private static long? ReadNumber(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? ParseNumber(values.ToString()) : null;

    private static long? ParseNumber(string text) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
