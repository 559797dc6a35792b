using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpdeskBridge.Simulators.Jaicp;

/// <summary>
/// Calls the bridge's Operator API, and what it has for the bot's script. A failed call is not repeated: it is not documented that JAICP would.
/// </summary>
internal sealed class BridgeClient(Journal journal, TimeProvider time, TimeSpan timeout, HttpMessageHandler network) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly HttpClient _http = new(network) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The address of the bridge's channel. The address of each method is below it.</summary>
    public Uri? ApiUrl { get; set; }

    public BotAccess? BotAccess { get; set; }

    public Task<BridgeAnswer> CallAsync(string method, object? body, string summary)
    {
        var apiUrl = ApiUrl ?? throw new InvalidOperationException("Set BridgeApiUrl before calling the bridge.");
        return SendAsync(apiUrl, method, key: null, body, summary);
    }

    /// <param name="method">The method, with its query.</param>
    /// <param name="body">The body; null: it is a GET.</param>
    /// <param name="summary">What the journal gets; null: nothing.</param>
    public Task<BridgeAnswer> CallForBotAsync(string method, object? body, string? summary)
    {
        var access = BotAccess ?? throw new InvalidOperationException("Set BotAccess before calling the bridge for the bot's script.");
        return SendAsync(access.Url, method, access.Key, body, summary);
    }

    private async Task<BridgeAnswer> SendAsync(Uri apiUrl, string method, string? key, object? body, string? summary)
    {
        var at = time.GetUtcNow();
        var started = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(timeout, time);
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, $"{apiUrl.ToString().TrimEnd('/')}/{method}");
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: Json);

        (int? Status, string Text) outcome;
        try
        {
            using var response = await _http.SendAsync(request, deadline.Token);
            outcome = ((int)response.StatusCode, await response.Content.ReadAsStringAsync(deadline.Token));
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

        // The channel's address contains its key, so the journal gets only the method.
        if (summary is not null)
        {
            journal.Write(
                at, SimulatedJaicp.Name, JournalDirection.Sent, request.Method.Method, $"/{method}", answer.Status, answer.Took, summary);
        }

        return answer;
    }

    /// <summary>
    /// Downloads an agent's file, as the platform and the messengers do. The link's host may not be reachable from here, so the request
    /// goes to the host of the bridge's API.
    /// </summary>
    public async Task<FetchedFile> DownloadAsync(Uri link, string name)
    {
        var at = time.GetUtcNow();
        var started = time.GetTimestamp();
        FetchedFile fetched;
        try
        {
            using var deadline = new CancellationTokenSource(timeout, time);
            using var response = await _http.GetAsync(ApiUrl is null ? link : new Uri(ApiUrl, link.PathAndQuery), deadline.Token);
            var content = await response.Content.ReadAsByteArrayAsync(deadline.Token);
            fetched = new FetchedFile((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), content);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            fetched = new FetchedFile(null, null, []);
        }

        // The address is secret, so the journal does not get it.
        var summary = $"downloads {name}: {fetched.Content.Length} bytes";
        journal.Write(
            at, SimulatedJaicp.Name, JournalDirection.Sent, "GET", "/files/…", fetched.Status, time.GetElapsedTime(started), summary);
        return fetched;
    }

    public void Dispose() => _http.Dispose();
}
