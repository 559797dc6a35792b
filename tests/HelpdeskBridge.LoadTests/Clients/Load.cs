using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace HelpdeskBridge.LoadTests.Clients;

/// <summary>What a load showed.</summary>
/// <param name="Calls">The calls that were answered 200 in the measured time.</param>
/// <param name="Refused">Those that were answered otherwise.</param>
/// <param name="Seconds">The measured time.</param>
/// <param name="P50">Half of the calls took at most so many milliseconds.</param>
/// <param name="P99">Of a hundred calls, ninety-nine took at most so many milliseconds.</param>
internal sealed record LoadResult(long Calls, long Refused, double Seconds, double P50, double P99)
{
    public double PerSecond => Calls / Seconds;
}

/// <summary>Many connections that call a server as fast as it answers.</summary>
/// <param name="Server">The address of the server.</param>
/// <param name="Connections">How many connections.</param>
/// <param name="CreateRequest">From the number of a call to the request.</param>
internal sealed record Load(Uri Server, int Connections, Func<long, byte[]> CreateRequest)
{
    private long _next;

    /// <summary>A call of the Operator API.</summary>
    public static byte[] CreateCall(Uri api, string method, string body)
    {
        var length = Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(
            $"POST {api.AbsolutePath}/{method} HTTP/1.1\r\nHost: {api.Authority}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}");
    }

    public static byte[] CreateGet(Uri api, string method) =>
        Encoding.UTF8.GetBytes($"GET {api.AbsolutePath}/{method} HTTP/1.1\r\nHost: {api.Authority}\r\n\r\n");

    /// <summary>Calls for a time.</summary>
    public Task<LoadResult> RunAsync(TimeSpan duration) =>
        RunAsync(Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency), long.MaxValue);

    /// <summary>Makes a number of calls.</summary>
    public Task<LoadResult> RunAsync(long calls) => RunAsync(long.MaxValue, _next + calls);

    private async Task<LoadResult> RunAsync(long until, long end)
    {
        var started = Stopwatch.GetTimestamp();
        var clients = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(() => CallAsync(until, end))));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var took = clients.SelectMany(client => client.Took).Order().ToList();
        return new LoadResult(took.Count, clients.Sum(client => client.Refused), seconds, GetShare(took, 0.5), GetShare(took, 0.99));
    }

    private async Task<(List<float> Took, long Refused)> CallAsync(long until, long end)
    {
        var (took, refused) = (new List<float>(), 0L);
        using var connection = await RawConnection.OpenAsync(Server, CancellationToken.None);
        while (Stopwatch.GetTimestamp() < until && Interlocked.Increment(ref _next) is var number && number <= end)
        {
            var at = Stopwatch.GetTimestamp();
            if (await connection.CallAsync(CreateRequest(number), CancellationToken.None) == 200)
                took.Add((float)Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            else
                refused++;
        }

        return (took, refused);
    }

    private static double GetShare(List<float> sorted, double share) => sorted.Count == 0 ? double.NaN : sorted[(int)((sorted.Count - 1) * share)];
}
