using System.Net.Http.Headers;
using System.Text.Json;

namespace HelpdeskBridge.Playground;

/// <summary>What a visitor can do with the bridge itself: look at its reports and its page for operators, and kill it.</summary>
internal sealed class BridgeEndpoints(PlaygroundHost playground, LiveFeed feed)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>Long enough to see that the bridge is gone.</summary>
    private static readonly TimeSpan DownFor = TimeSpan.FromSeconds(3);

    private int _isDown;

    public void Map(WebApplication app)
    {
        app.MapGet("/api/bridge", () => new
        {
            IsRunning = Volatile.Read(ref _isDown) == 0,
            playground.AdminUrl,
            playground.AdminKey,
            playground.ReportsUrl,
            RequestTracker = playground.RequestTracker is { } desk ? new { desk.Url, desk.AgentName, desk.AgentPassword } : null,
        });
        app.MapGet("/api/bridge/reports", ShowReportsAsync);
        app.MapPost("/api/bridge/kill", KillAsync);
    }

    /// <summary>The figures of all chats, as the bridge's own interface for reports has them; null while it does not answer.</summary>
    private async Task<object> ShowReportsAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(playground.BridgeUrl, "/admin/api/reports"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", playground.AdminKey);
        try
        {
            using var response = await Http.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            var report = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            return new { Total = (JsonElement?)report.GetProperty("total") };
        }
        catch (Exception failure) when (
            failure is HttpRequestException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new { Total = (JsonElement?)null };
        }
    }

    /// <summary>Kills the bridge, and starts it again. The answer comes when it runs again.</summary>
    private async Task<IResult> KillAsync()
    {
        if (Interlocked.Exchange(ref _isDown, 1) == 1)
            return Results.Problem("The bridge is starting already.", statusCode: StatusCodes.Status409Conflict);
        try
        {
            await playground.Bridge.KillAsync();
            feed.SendChanged();
            await Task.Delay(DownFor, TimeProvider.System);
            await playground.Bridge.StartAsync();
        }
        finally
        {
            Volatile.Write(ref _isDown, 0);
            feed.SendChanged();
        }

        return Results.NoContent();
    }
}
