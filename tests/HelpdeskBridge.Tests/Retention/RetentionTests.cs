using System.Net;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Flows;

namespace HelpdeskBridge.Tests.Retention;

/// <summary><c>Storage:Retention</c>: what has been over for long is erased, and only that.</summary>
public sealed class RetentionTests
{
    private static readonly (string, string?) TenHours = ("Storage:Retention", "10:00:00");

    [Fact]
    public async Task A_conversation_is_erased_so_long_after_its_end_with_all_that_belongs_to_it()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting, TenHours);
        var file = await bridge.LinkAsync(bridge.AttachmentUrl());
        await bridge.CloseChatAsync("goodbye-4711");
        await bridge.DeliveredAsync("ClientLeft", stepSeconds: 1);
        bridge.Zendesk.TicketIs(502, "open", null);
        await bridge.SendTextAsync("kept-4712", "another");
        await bridge.DeliveredAsync("OpenTicket", 2, stepSeconds: 1);
        var id = (string)(await bridge.AdminAsync($"conversations?user={BridgeFixture.User}"))["conversations"]![0]!["id"]!;

        bridge.Clock.Advance(TimeSpan.FromHours(8));
        await SweptAsync(bridge);
        (await bridge.CallAdminAsync($"/admin/api/conversations/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);

        bridge.Clock.Advance(TimeSpan.FromHours(3));
        await bridge.UntilAsync(() => bridge.Log.Lines.Any(line => line.Contains("1 conversation(s)", StringComparison.Ordinal)), stepSeconds: 60);
        (await bridge.CallAdminAsync($"/admin/api/conversations/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bridge.FetchAsync(file)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        StoredBytes.Find(bridge.App.Folder, id, "goodbye-4711", BridgeFixture.User).ShouldBeEmpty();
        StoredBytes.Find(bridge.App.Folder, "kept-4712").ShouldNotBeEmpty("it is still open");

        await bridge.WakeAsync();
        await bridge.SendTextAsync("I am back");
        await bridge.DeliveredAsync("OpenTicket", 3, stepSeconds: 1);
    }

    [Fact]
    public async Task Nothing_is_erased_while_something_of_it_waits()
    {
        await using var bridge =
            await BridgeFixture.WithOpenChatAsync(AdminApi.Setting, ("Storage:Retention", "01:00:00"), ("Delivery:GiveUpAfter", "30.00:00:00"));
        bridge.Zendesk.Updates.Usually(new Answer(503, RetryAfter: "600"));
        await bridge.CloseChatAsync("goodbye-4711");
        await bridge.UntilAsync(() => bridge.Zendesk.Updates.Calls.Count > 0);
        bridge.Clock.Advance(TimeSpan.FromHours(2));
        await SweptAsync(bridge);
        StoredBytes.Find(bridge.App.Folder, "goodbye-4711").ShouldNotBeEmpty();

        bridge.Zendesk.AcceptsTickets();
        await bridge.DeliveredAsync("ClientLeft", stepSeconds: 60);
        await bridge.UntilAsync(() => bridge.Log.Lines.Any(line => line.Contains("1 conversation(s)", StringComparison.Ordinal)), stepSeconds: 60);
        StoredBytes.Find(bridge.App.Folder, "goodbye-4711").ShouldBeEmpty();
    }

    [Fact]
    public async Task Entries_of_the_audit_go_as_well()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting, TenHours);
        bridge.Jaicp.Events.Next(new Answer(400));
        await bridge.AnswerAsync("refused");
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("AgentText") > 0);
        var letter = (string)(await bridge.DeadLettersAsync())[0]!["id"]!;
        (await bridge.StatusOfAsync($"dead-letters/{letter}/discard")).ShouldBe(200);
        bridge.Clock.Advance(TimeSpan.FromHours(9));
        (await bridge.AdminAsync("audit"))["audit"]!.AsArray().Count.ShouldBe(1);

        bridge.Clock.Advance(TimeSpan.FromHours(2));
        await bridge.UntilAsync(() => bridge.Log.Lines.Any(line => line.Contains("1 audit entries", StringComparison.Ordinal)), stepSeconds: 60);
        (await bridge.AdminAsync("audit"))["audit"]!.AsArray().ShouldBeEmpty();
    }

    /// <summary>A sweep more has been done: what a look after it finds unfinished in the spool was cleared by it.</summary>
    private static async Task SweptAsync(BridgeFixture bridge)
    {
        Directory.CreateDirectory(bridge.App.Spool);
        var left = Path.Combine(bridge.App.Spool, "left-behind");
        await File.WriteAllTextAsync(left, "x", TestContext.Current.CancellationToken);
        await bridge.UntilAsync(() => !File.Exists(left), stepSeconds: 60);
    }
}
