using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.LoadTests.Clients;

/// <summary>Calls the API of the simulated helpdesk as another program of the same account does.</summary>
internal sealed class ZendeskConnection : IDisposable
{
    private readonly RawConnection _connection;
    private readonly string _head;

    private ZendeskConnection(RawConnection connection, string head) => (_connection, _head) = (connection, head);

    public static async Task<ZendeskConnection> OpenAsync(SimulatedZendesk zendesk)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(
            new Uri(zendesk.Url, "/oauth/tokens"),
            new { grant_type = "client_credentials", client_id = "helpdesk_bridge", client_secret = "simulated-client-secret" });
        var token = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        var connection = await RawConnection.OpenAsync(zendesk.Url, CancellationToken.None);
        return new ZendeskConnection(connection, $"Host: {zendesk.Url.Authority}\r\nAuthorization: Bearer {token}\r\n");
    }

    public Task GetAsync(string path) => SendAsync($"GET {path} HTTP/1.1\r\n{_head}\r\n", 200);

    public Task CreateAsync(string path, string body)
    {
        var length = Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture);
        return SendAsync(
            $"POST {path} HTTP/1.1\r\n{_head}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}", 201);
    }

    public void Dispose() => _connection.Dispose();

    private async Task SendAsync(string request, int expected)
    {
        var status = await _connection.CallAsync(Encoding.UTF8.GetBytes(request), CancellationToken.None);
        if (status != expected)
            throw new InvalidOperationException($"The simulated helpdesk answered {status}.");
    }
}
