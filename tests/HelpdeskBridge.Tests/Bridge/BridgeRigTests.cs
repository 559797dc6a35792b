using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>The rig itself: a test that forgets to expect a call must fail.</summary>
public sealed class BridgeRigTests
{
    [Fact]
    public async Task A_call_that_the_test_did_not_expect_fails_it()
    {
        var rig = await BridgeRig.StartAsync();
        await rig.SayAsync("Hello");
        await rig.UntilAsync(() => rig.Log.Dead("OpenTicket") + rig.Log.Outcomes("OpenTicket", "Retry") > 0);

        (await Assert.ThrowsAsync<ShouldAssertException>(() => rig.DisposeAsync().AsTask())).Message.ShouldContain("POST http://127.0.0.1");
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
