using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Settings;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>Its interface makes neither rights nor custom fields nor scrips, so <c>setup plan</c> prints what its administrator loads.</summary>
[Collection(nameof(CheckCommandTests))]
public sealed class RequestTrackerSetupTests
{
    [Fact]
    public async Task The_plan_prints_rights_custom_fields_and_the_scrip_and_changes_nothing()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync(
            ("Helpdesks:main:Feed", "Webhook"), ("Channels:shop:Ticket:Fields:plan", "Customer's plan"), ("Channels:shop:Ticket:Fields:level", "17"));
        var (exitCode, output, _) = await CommandRun.RunAsync(["setup", "plan", .. fixture.Bridge.App.Arguments]);

        exitCode.ShouldBe(0, output);
        output.ShouldContain("qw(SeeQueue ShowTicket ShowTicketComments CreateTicket ReplyToTicket CommentOnTicket ModifyTicket SeeCustomField");
        output.ShouldContain("('Billing', 'Support')");
        output.ShouldContain("Right => 'AdminUsers'");
        output.ShouldContain(@"{ Name => 'Customer\'s plan',");
        output.ShouldNotContain("'17'", customMessage: "a field named by its id is there already");
        output.ShouldContain("CreatorObj->Name ne 'bridge'");
        output.ShouldContain("->post('https://bridge.example.com/helpdesk/main/webhook'");
        output.ShouldNotContain(BridgeApp.WebhookSecret);
        output.ShouldNotContain(RequestTrackerStub.Token);
        fixture.Rt.Calls.ShouldAllBe(call => call.Method == "GET");
    }

    [Theory]
    [InlineData(null, "/^(Correspond|Status|AddLink|Set)$/")]
    [InlineData("bot", "/^(Correspond|Status|AddLink|Set|CustomField)$/")]
    public async Task The_scrip_tells_of_custom_fields_only_where_one_gives_chats_back_to_the_bot(string? tag, string types)
    {
        await using var fixture = await RequestTrackerFixture.StartAsync(
            ("Helpdesks:main:Feed", "Webhook"), ("Channels:shop:ReturnToBot:Tag", tag));
        var (_, output, _) = await CommandRun.RunAsync(["setup", "plan", .. fixture.Bridge.App.Arguments]);

        output.ShouldContain(types);
    }

    [Fact]
    public async Task With_polling_there_is_no_scrip()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync();
        var (_, output, _) = await CommandRun.RunAsync(["setup", "plan", .. fixture.Bridge.App.Arguments]);

        output.ShouldContain("our @ACL");
        output.ShouldNotContain("our @Scrips");
        output.ShouldNotContain("our @CustomFields");
    }

    [Fact]
    public async Task A_default_queue_that_can_not_be_seen_is_a_problem()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync(("Channels:shop:DefaultDestination", "99"));
        var (exitCode, output, _) = await CommandRun.RunAsync(["setup", "plan", .. fixture.Bridge.App.Arguments]);

        exitCode.ShouldBe(1);
        output.ShouldContain("sees no queue 99, the default destination of channel shop");
    }
}
