using System.Text.Json;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Setup;

namespace HelpdeskBridge.Tests.Zendesk;

/// <summary>What in an account belongs to this bridge.</summary>
public sealed class OwnObjectsTests
{
    private const string Ours = "https://bridge.example.com/helpdesk/main/webhook";
    private const string Other = "https://staging.example.com/helpdesk/main/webhook";
    private const string Name = "Helpdesk Bridge (main)";

    private static readonly SetupNames Names = SetupNames.Create("main", "https://bridge.example.com/");

    [Theory]
    [InlineData(Name, Ours, true, "own")]
    [InlineData(Name, Ours, false, "own")]
    [InlineData(Name, Ours + "/", false, "own")]
    [InlineData(Name, "https://BRIDGE.example.com/helpdesk/main/webhook", false, "own")]
    [InlineData("renamed", Ours, true, "own")]
    [InlineData(Name, "https://elsewhere.example.com", true, "own")]
    [InlineData("renamed", "https://elsewhere.example.com", true, "own")]
    [InlineData("made by hand", Ours, false, "adopted")]
    [InlineData(Name, Other, false, "namesake")]
    [InlineData(Name, null, false, "namesake")]
    [InlineData("something else", Other, false, "foreign")]
    [InlineData(null, "no address", false, "foreign")]
    public void A_webhook_belongs_to_us_by_name_and_address_or_by_the_address_in_its_description(
        string? name, string? endpoint, bool isMarked, string expected)
    {
        var own = OwnObjects.Find(Names, [Webhook("1", name, endpoint, isMarked ? Names.Description : null)], []);

        (own.Webhooks.Count, own.Adopted is not null, own.Namesakes.Count).ShouldBe(expected switch
        {
            "own" => (1, false, 0),
            "adopted" => (0, true, 0),
            "namesake" => (0, false, 1),
            _ => (0, false, 0),
        });
    }

    [Fact]
    public void The_description_of_another_bridge_is_not_ours()
    {
        var other = SetupNames.Create("main", "https://staging.example.com");
        var longer = SetupNames.Create("main2", "https://bridge.example.com");

        OwnObjects.Find(Names, [Webhook("1", "x", Other, other.Description)], []).Webhook.ShouldBeNull();
        OwnObjects.Find(Names, [Webhook("1", "x", longer.Endpoint, longer.Description)], []).Webhook.ShouldBeNull();
    }

    [Fact]
    public void Of_two_the_one_that_calls_us_is_kept() =>
        OwnObjects.Find(Names, [Webhook("1", Name, Other, Names.Description), Webhook("2", Name, Ours, Names.Description)], [])
            .Webhooks.Select(webhook => webhook.Id).ShouldBe(["2", "1"]);

    [Fact]
    public void A_second_webhook_made_by_hand_is_named_and_not_adopted()
    {
        var own = OwnObjects.Find(Names, [Webhook("1", "by hand", Ours, null), Webhook("2", Name, Ours, Names.Description)], []);

        own.Webhook!.Id.ShouldBe("2");
        own.Doubles.Select(webhook => webhook.Id).ShouldBe(["1"]);
    }

    [Theory]
    [InlineData(Name, "w1", false, true)]
    [InlineData("renamed", "w1", true, true)]
    [InlineData("renamed", "w9", true, true)]
    [InlineData(Name, "w9", false, false)]
    [InlineData(Name, null, false, false)]
    [InlineData("another", "w1", false, false)]
    public void A_trigger_belongs_to_us_by_title_and_webhook_or_by_the_address_in_its_description(
        string title, string? calls, bool isMarked, bool isOwn)
    {
        TriggerAction[] actions = calls is null ? [] : [ZendeskTrigger.CreateCall(calls, "{}")];
        var trigger = new ZendeskTrigger(7, title, isMarked ? Names.Description : null, true, null, actions);

        OwnObjects.Find(Names, [Webhook("w1", Name, Ours, null)], [trigger]).Triggers.Count.ShouldBe(isOwn ? 1 : 0);
    }

    /// <summary>JSON allows half a surrogate pair, and .NET throws when it reads one.</summary>
    [Fact]
    public void A_value_that_is_no_valid_text_counts_as_none_in_a_trigger_and_in_a_macro()
    {
        using var values = JsonDocument.Parse("""["\ud83d","back_to_bot"]""");
        var trigger = new ZendeskTrigger(7, Name, null, true, null, [new TriggerAction("notification_webhook", values.RootElement)]);
        var macro = new ZendeskMacro(8, "To the bot", null, true, [new TriggerAction("current_tags", values.RootElement[0])]);

        (trigger.WebhookId, trigger.Body).ShouldBe((null, "back_to_bot"));
        new OwnMacro("back_to_bot", macro).Describe().Properties["adds the tag"].ShouldBe("");
        OwnMacro.AddTag(macro, "back_to_bot").Single().Value.GetString().ShouldBe("back_to_bot");
    }

    [Theory]
    [InlineData("read write", "")]
    [InlineData("tickets:read tickets:write users:read users:write", "")]
    [InlineData("read", "tickets:write,users:write")]
    [InlineData("write tickets:read", "users:read")]
    [InlineData("", "tickets:read,users:read,tickets:write,users:write")]
    public void Scopes_that_lack_something_are_told(string scopes, string missing) =>
        string.Join(',', HelpdeskBridge.Zendesk.Diagnostics.ScopeCheck.FindMissing(scopes.Split(' '))).ShouldBe(missing);

    private static ZendeskWebhook Webhook(string id, string? name, string? endpoint, string? description) =>
        new(id, name, description, "active", endpoint, "POST", "json", ["zen:event-type:ticket.comment_added"]);
}
