using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>
/// Reads what an answer's headers say about limits: <c>X-Rate-Limit-Remaining</c> with <c>ratelimit-reset</c> for the account,
/// <c>zendesk-ratelimit-{name}: total=…; remaining=…; resets=…</c> for an endpoint (recorded names differ in case and wording).
/// </summary>
internal static class LimitHeaders
{
    private const string Endpoint = "zendesk-ratelimit-";

    /// <summary>This one holds for a ticket, not for the account; the lane's own pace keeps within it.</summary>
    private const string PerTicket = "per-ticket";

    /// <summary>An answer whose limits are far from used up is not worth telling.</summary>
    private const long WorthTelling = 50;

    /// <summary>Zendesk's longest window is ten minutes; more is no wait that is meant, but a point in time or junk.</summary>
    private static readonly TimeSpan LongestReset = TimeSpan.FromHours(1);

    public static IEnumerable<LimitNotice> Read(HttpResponseMessage response, RequestKind kind, DateTimeOffset now)
    {
        var aboutTicket = false;
        var known = 0;
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            if (!name.StartsWith(Endpoint, StringComparison.OrdinalIgnoreCase) || Parse(values.ToString()) is not var (remaining, resets))
                continue;
            known++;
            if (name.Contains(PerTicket, StringComparison.OrdinalIgnoreCase))
                aboutTicket |= remaining <= 0;
            else if (remaining < WorthTelling)
                yield return new LimitNotice(kind, remaining, resets);
        }

        if (Number(response.Headers, "X-Rate-Limit-Remaining") is { } left)
        {
            known++;
            if (left < WorthTelling && Number(response.Headers, "ratelimit-reset") is { } reset)
                yield return new LimitNotice(null, left, ResetIn(reset));
        }

        // Refused for a limit that no header names: everything waits as long as Zendesk asks, unless it may be one ticket's own limit.
        if (response.StatusCode == HttpStatusCode.TooManyRequests && !aboutTicket && known == 0 && kind != RequestKind.UpdateTicket
            && (response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - now) is { } wait && wait > TimeSpan.Zero)
            yield return new LimitNotice(null, 0, wait < LongestReset ? wait : LongestReset);
    }

    private static (long Remaining, TimeSpan Resets)? Parse(string value)
    {
        long? remaining = null, resets = null;
        foreach (var part in value.Split(';', StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [var name, var number] || !long.TryParse(number, NumberStyles.Integer, CultureInfo.InvariantCulture, out var parsed))
                continue;
            if (name.Equals("remaining", StringComparison.OrdinalIgnoreCase))
                remaining = parsed;
            else if (name.Equals("resets", StringComparison.OrdinalIgnoreCase))
                resets = parsed;
        }

        return remaining is { } left && resets is { } seconds ? (left, ResetIn(seconds)) : null;
    }

    private static TimeSpan ResetIn(long seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, (long)LongestReset.TotalSeconds));

    private static long? Number(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) && long.TryParse(values.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
