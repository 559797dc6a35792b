using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Failures that nobody expects are attempts like any others: with growing delays, an end, and an alarm.</summary>
public sealed class UnexpectedFailureTests
{
    [Fact]
    public async Task A_file_that_can_not_be_stored_is_given_up_in_the_end_and_what_is_behind_it_arrives()
    {
        await using var files = await FileServerStub.StartAsync();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Delivery:GiveUpAfter", "00:10:00"));
        if (Directory.Exists(bridge.App.Spool))
            Directory.Delete(bridge.App.Spool, recursive: true);
        await File.WriteAllTextAsync(bridge.App.Spool, "a file where the folder should be", TestContext.Current.CancellationToken);
        await bridge.SendFileAsync(files.Url.ToString(), "a.txt");
        await bridge.SendTextAsync("Where is my parcel?");
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("ClientFile") >= 1, stepSeconds: 5);
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        await bridge.DeliveredAsync("ClientNotice", stepSeconds: 1);

        // By the delays of 1, 3, 10, 30, 60, 120 and 300 seconds, and the next one is the last.
        bridge.Log.Outcomes("ClientFile", "Retry").ShouldBeInRange(6, 9);
        bridge.Zendesk.Written.ShouldContain("[10:00] Where is my parcel?");
        bridge.Jaicp.EventSummaries.ShouldContain(sent => sent.StartsWith("TextMessage Your file could not be delivered", StringComparison.Ordinal));
    }
}
