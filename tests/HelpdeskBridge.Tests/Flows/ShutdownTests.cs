using System.Net.Sockets;
using System.Text;
using HelpdeskBridge.Hosting;
using HelpdeskBridge.Tests.Bridge;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Events;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>The service stops while calls are under way.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task A_call_under_way_is_answered_before_the_end_and_the_log_says_how_many_are_left()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        await bridge.HandOverAsync();
        const string Body = """{"userId":"telegram-123-987654","text":"Hello"}""";
        using var client = new TcpClient(bridge.App.Url.Host, bridge.App.Url.Port);
        var stream = client.GetStream();
        var path = bridge.App.OperatorUrl.AbsolutePath + "sendText";
        await WriteAsync($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Body.Length}\r\n\r\n{Body[..9]}");
        await bridge.UntilAsync(() => bridge.App.Services.GetRequiredService<ShutdownLog>().Calls == 1);
        var stop = bridge.App.StopAsync();
        await bridge.UntilAsync(() => bridge.Log.Contains(LogEventLevel.Information, "Stopping: 1 call(s) under way are answered first."));
        stop.IsCompleted.ShouldBeFalse();
        await WriteAsync(Body[9..]);

        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("HTTP/1.1 200 OK");
        await stop;
        bridge.Log.Contains(LogEventLevel.Information, "Stopping: 0 call(s) are left").ShouldBeTrue();
        bridge.Log.Lines[^1].ShouldStartWith("Information Stopped ");

        async Task WriteAsync(string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
    }
}
