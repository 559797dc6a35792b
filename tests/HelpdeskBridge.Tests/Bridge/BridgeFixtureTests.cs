namespace HelpdeskBridge.Tests.Bridge;

/// <summary>The fixture itself: a test that forgets to expect a call must fail.</summary>
public sealed class BridgeFixtureTests
{
    [Fact]
    public async Task A_call_that_the_test_did_not_expect_fails_it()
    {
        var bridge = await BridgeFixture.StartAsync();
        await bridge.SendTextAsync("Hello");
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("OpenTicket") + bridge.Log.Outcomes("OpenTicket", "Retry") > 0);

        (await Assert.ThrowsAsync<ShouldAssertException>(() => bridge.DisposeAsync().AsTask())).Message.ShouldContain("POST http://127.0.0.1");
    }

    [Fact]
    public async Task A_secret_in_the_log_fails_it()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.App.Secrets.ShouldBe([BridgeApp.Key, BridgeApp.WebhookSecret, "simulated-client-secret"], ignoreOrder: true);

        await bridge.AcceptedAsync("closeChat", new { userId = "u1" });
        await bridge.UntilAsync(() => bridge.Log.Lines.Any(line => line.Contains("closeChat", StringComparison.Ordinal)));
        Assert.Throws<ShouldAssertException>(() => LogScan.FindsNothing(bridge.Log, ["closeChat"]));
    }

    [Theory]
    [InlineData("""{"a":"x","b":[1]}""", """{"b":[1],"a":"x"}""", true)]
    [InlineData("""{"a":"xyz"}""", """{"a":"x*"}""", true)]
    [InlineData("""{"a":"x"}""", """{"a":"y"}""", false)]
    [InlineData("""{"a":"x","b":null}""", """{"a":"x"}""", false)]
    [InlineData("""{"a":1}""", """{"a":"1"}""", false)]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", false)]
    [InlineData("""{"a":[1,2]}""", """{"a":[1]}""", false)]
    public void JSON_is_compared_by_content(string actual, string expected, bool same)
    {
        if (same)
            actual.ShouldBeJson(expected);
        else
            Assert.Throws<ShouldAssertException>(() => actual.ShouldBeJson(expected));
    }
}
