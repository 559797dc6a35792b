using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Tests.Simulators;

/// <summary>A plain HTTP client of a simulated Zendesk, signed in as the service user.</summary>
internal sealed class ZendeskClient(SimulatedZendesk zendesk) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = zendesk.Url };

    public static async Task<ZendeskClient> SignInAsync(
        SimulatedZendesk zendesk, SimulatedZendeskOptions? options = null, string scope = "read write")
    {
        var client = new ZendeskClient(zendesk);
        options ??= new SimulatedZendeskOptions();
        var body = new { grant_type = "client_credentials", client_id = options.ClientId, client_secret = options.ClientSecret, scope };
        var answer = await client.PostAsync("/oauth/tokens", JsonSerializer.Serialize(body));
        var token = answer.Json.GetProperty("access_token").GetString();
        client._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Reply> PostAsync(string path, string json, string? idempotencyKey = null) => SendAsync(HttpMethod.Post, path, json, idempotencyKey);

    public Task<Reply> PutAsync(string path, string json) => SendAsync(HttpMethod.Put, path, json);

    public Task<Reply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    /// <summary>Adds a public comment to a ticket.</summary>
    public Task<Reply> CommentAsync(long ticket, string text = "more", long? author = null)
    {
        var comment = new { body = text, @public = true, author_id = author };
        return SendAsync(HttpMethod.Put, $"/api/v2/tickets/{ticket}", JsonSerializer.Serialize(new { ticket = new { comment } }));
    }

    /// <summary>Writes down an end user and opens a ticket of theirs.</summary>
    public async Task<long> OpenTicketAsync(string text = "Hello", string externalId = "jaicp:1")
    {
        var user = await PostAsync("/api/v2/users/create_or_update", """{"user":{"name":"Ann","external_id":"user-1"}}""");
        var requester = user.Json.GetProperty("user").GetProperty("id").GetInt64();
        var ticket = await PostAsync("/api/v2/tickets", $$$$"""
            {"ticket":{"subject":"Chat","external_id":"{{{{externalId}}}}","requester_id":{{{{requester}}}},"submitter_id":{{{{requester}}}},
             "comment":{"body":"{{{{text}}}}","public":true},"metadata":{"message":"m1"}}}
            """);
        ticket.Status.ShouldBe(201, ticket.Text);
        return ticket.Json.GetProperty("ticket").GetProperty("id").GetInt64();
    }

    public void Dispose() => _http.Dispose();

    private async Task<Reply> SendAsync(HttpMethod method, string path, string? json, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var lookup = response.Headers.TryGetValues("x-idempotency-lookup", out var values) ? values.Single() : null;
        return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), lookup);
    }
}

/// <summary>Status and body of an answer.</summary>
internal sealed record Reply(int Status, string Text, string? IdempotencyLookup)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The fields that a refusal with 422 names.</summary>
    public IEnumerable<string> RefusedFields => Json.GetProperty("details").EnumerateObject().Select(member => member.Name);
}
