using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpdeskBridge.Simulators.Jaicp;

/// <summary>Calls the bridge's Operator API. A call that fails is not repeated: nothing says that JAICP would.</summary>
internal sealed class BridgeCaller(Journal journal, TimeProvider time, TimeSpan timeout) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The bridge's channel; calls go to addresses below it.</summary>
    public Uri? ApiUrl { get; set; }

    public async Task<BridgeAnswer> CallAsync(string method, object? body, string summary)
    {
        var apiUrl = ApiUrl ?? throw new InvalidOperationException("Set the bridge's address first: BridgeApiUrl.");
        var at = time.GetUtcNow();
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(timeout, time);
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, $"{apiUrl.ToString().TrimEnd('/')}/{method}");
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: Json);

        (int? Status, string Text) outcome;
        try
        {
            using var response = await _http.SendAsync(request, limit.Token);
            outcome = ((int)response.StatusCode, await response.Content.ReadAsStringAsync(limit.Token));
        }
        catch (HttpRequestException failure)
        {
            outcome = (null, failure.Message);
        }
        catch (OperationCanceledException)
        {
            outcome = (null, $"no answer within {timeout.TotalSeconds:0} s");
        }

        var answer = new BridgeAnswer(outcome.Status, outcome.Text, time.GetElapsedTime(started));

        // The channel's address holds its key, so only the method is written down.
        journal.Write(at, SimulatedJaicp.Name, JournalDirection.Sent, request.Method.Method, $"/{method}", answer.Status, answer.Took, summary);
        return answer;
    }

    /// <summary>Fetches an agent's file, as the platform and the messengers do. The link's host need not lead to the bridge from here: it is asked where its API is.</summary>
    public async Task<FetchedFile> FetchAsync(Uri link, string name)
    {
        var at = time.GetUtcNow();
        var started = time.GetTimestamp();
        FetchedFile fetched;
        try
        {
            using var limit = new CancellationTokenSource(timeout, time);
            using var response = await _http.GetAsync(ApiUrl is null ? link : new Uri(ApiUrl, link.PathAndQuery), limit.Token);
            fetched = new FetchedFile((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsByteArrayAsync(limit.Token));
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            fetched = new FetchedFile(null, null, []);
        }

        // The address is a secret, as in a real link.
        journal.Write(
            at, SimulatedJaicp.Name, JournalDirection.Sent, "GET", "/files/…", fetched.Status, time.GetElapsedTime(started), $"fetches {name}: {fetched.Content.Length} bytes");
        return fetched;
    }

    public void Dispose() => _http.Dispose();
}
