using System.Net;
using HelpdeskBridge.Conversations;
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
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting, TenHours);
        var file = await rig.LinkAsync(rig.AttachmentUrl());
        await rig.LeaveAsync("goodbye-4711");
        await rig.DeliveredAsync("ClientLeft", stepSeconds: 1);
        rig.Zendesk.TicketIs(502, "open", null);
        await rig.SayAsync("kept-4712", "another");
        await rig.DeliveredAsync("OpenTicket", 2, stepSeconds: 1);
        var id = (string)(await rig.AdminAsync($"conversations?user={BridgeRig.User}"))["conversations"]![0]!["id"]!;

        rig.Clock.Advance(TimeSpan.FromHours(8));
        await SweptAsync(rig);
        (await rig.CallAdminAsync($"/admin/api/conversations/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);

        rig.Clock.Advance(TimeSpan.FromHours(3));
        await rig.UntilAsync(() => rig.Log.Lines.Any(line => line.Contains("1 conversation(s)", StringComparison.Ordinal)));
        (await rig.CallAdminAsync($"/admin/api/conversations/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await rig.FetchAsync(file)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        StoredBytes.Find(rig.App.Folder, id, "goodbye-4711", BridgeRig.User).ShouldBeEmpty();
        StoredBytes.Find(rig.App.Folder, "kept-4712").ShouldNotBeEmpty("it is still open");

        await rig.WakeAsync();
        await rig.SayAsync("I am back");
        await rig.DeliveredAsync("OpenTicket", 3, stepSeconds: 1);
    }

    [Fact]
    public async Task Nothing_is_erased_while_something_of_it_waits()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting, ("Storage:Retention", "01:00:00"), ("Delivery:GiveUpAfter", "30.00:00:00"));
        rig.Zendesk.Updates.Usually(new Answer(503, RetryAfter: "600"));
        await rig.LeaveAsync("goodbye-4711");
        await rig.UntilAsync(() => rig.Zendesk.Updates.Calls.Count > 0);
        rig.Clock.Advance(TimeSpan.FromHours(2));
        await SweptAsync(rig);
        StoredBytes.Find(rig.App.Folder, "goodbye-4711").ShouldNotBeEmpty();

        rig.Zendesk.AcceptsTickets();
        await rig.DeliveredAsync("ClientLeft", stepSeconds: 60);
        await rig.UntilAsync(() => rig.Log.Lines.Any(line => line.Contains("1 conversation(s)", StringComparison.Ordinal)), stepSeconds: 60);
        StoredBytes.Find(rig.App.Folder, "goodbye-4711").ShouldBeEmpty();
    }

    [Fact]
    public async Task Entries_of_the_audit_go_as_well()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting, TenHours);
        rig.Jaicp.Events.Next(new Answer(400));
        await rig.AnswerAsync("refused");
        await rig.UntilAsync(() => rig.Log.Dead("AgentText") > 0);
        var letter = (string)(await rig.DeadLettersAsync())[0]!["id"]!;
        (await rig.StatusOfAsync($"dead-letters/{letter}/discard")).ShouldBe(200);
        rig.Clock.Advance(TimeSpan.FromHours(9));
        (await rig.AdminAsync("audit"))["audit"]!.AsArray().Count.ShouldBe(1);

        rig.Clock.Advance(TimeSpan.FromHours(2));
        await rig.UntilAsync(() => rig.Log.Lines.Any(line => line.Contains("1 entries", StringComparison.Ordinal)), stepSeconds: 60);
        (await rig.AdminAsync("audit"))["audit"]!.AsArray().ShouldBeEmpty();
    }

    /// <summary>A sweep more has been done: what a look after it finds unfinished in the spool was cleared by it.</summary>
    private static async Task SweptAsync(BridgeRig rig)
    {
        Directory.CreateDirectory(rig.App.Spool);
        var left = Path.Combine(rig.App.Spool, "left-behind");
        await File.WriteAllTextAsync(left, "x", TestContext.Current.CancellationToken);
        await rig.UntilAsync(() => !File.Exists(left), stepSeconds: 60);
    }
}
