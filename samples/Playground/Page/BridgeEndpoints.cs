namespace HelpdeskBridge.Playground;

/// <summary>What a visitor can do with the bridge itself: look at its page for operators, and kill it.</summary>
internal sealed class BridgeEndpoints(PlaygroundHost playground, LiveFeed feed)
{
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
            RequestTracker = playground.RequestTracker is { } desk ? new { desk.Url, desk.AgentName, desk.AgentPassword } : null,
        });
        app.MapPost("/api/bridge/kill", KillAsync);
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
