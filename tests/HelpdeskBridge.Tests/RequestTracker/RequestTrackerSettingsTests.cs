using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Tests.Settings;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>Settings of an account that is a Request Tracker.</summary>
public sealed class RequestTrackerSettingsTests
{
    private static readonly string[] Required =
    [
        "-Helpdesks:main", "Helpdesks:main:Kind=RequestTracker", "Helpdesks:main:BaseUrl=https://help.example.com/rt",
        "Helpdesks:main:ApiToken:Token=1-29-0123456789abcdef0123456789abcdef",
    ];

    [Fact]
    public void A_token_and_an_address_with_a_path_are_enough() => TestSettings.Read(Required).Faults.ShouldBeEmpty();

    [Fact]
    public void Its_defaults_are_its_own_and_settings_win_over_them()
    {
        var defaults = Get();
        (defaults.Feed, defaults.PollEvery, defaults.RequestsPerMinute).ShouldBe((HelpdeskFeed.Poll, TimeSpan.FromSeconds(5), 120));

        var set = Get(
            "Helpdesks:main:Feed=Webhook", "Helpdesks:main:RequestsPerMinute=400",
            "Helpdesks:main:WebhookSecrets:0=0123456789abcdef0123456789abcdef");
        (set.Feed, set.RequestsPerMinute).ShouldBe((HelpdeskFeed.Webhook, 400));
    }

    [Theory]
    [InlineData("-Helpdesks:main:ApiToken", "Helpdesks:main:ApiToken:Token")]
    [InlineData("Helpdesks:main:OAuth:ClientId=x", "Helpdesks:main:OAuth")]
    [InlineData("Helpdesks:main:BaseUrl=https://help.example.com/rt/REST/2.0", "Helpdesks:main:BaseUrl")]
    [InlineData("Helpdesks:main:BaseUrl=http://help.example.com/rt", "Helpdesks:main:BaseUrl")]
    [InlineData("Helpdesks:main:BaseUrl=https://help.example.com/rt?a=b", "Helpdesks:main:BaseUrl")]
    [InlineData("Helpdesks:main:Feed=Webhook", "Helpdesks:main:WebhookSecrets:0")]
    [InlineData("Channels:shop:Hours:ZendeskScheduleId=5", "Channels:shop:Hours:ZendeskScheduleId")]
    [InlineData("Channels:shop:Ticket:FormId=5", "Channels:shop:Ticket:FormId")]
    [InlineData("Channels:shop:Ticket:BrandId=5", "Channels:shop:Ticket:BrandId")]
    [InlineData("Channels:shop:Requester:PhoneFrom=phone", "Channels:shop:Requester:PhoneFrom")]
    [InlineData("Channels:shop:Ticket:Fields:plan= ", "Channels:shop:Ticket:Fields:plan")]
    [InlineData("Channels:shop:Escalations:0:Priority=urgent", "Channels:shop:Escalations:0:Priority")]
    [InlineData("Channels:shop:Escalations:0:Tag=late", "Channels:shop:Escalations:0:Tag")]
    [InlineData("Channels:shop:Escalations:0:Tag=Late=", "Channels:shop:Escalations:0:Tag")]
    [InlineData("Channels:shop:ReturnToBot:Tag=Chat=", "Channels:shop:ReturnToBot:Tag")]
    [InlineData("Channels:shop:ReturnToBot:Tag==bot", "Channels:shop:ReturnToBot:Tag")]
    [InlineData("Channels:shop:ReturnToBot:Tag=two words", "Channels:shop:ReturnToBot:Tag")]
    public void What_it_does_not_have_is_a_fault_with_its_key(string change, string key) =>
        TestSettings.Read([.. Required, change]).Faults.ShouldContain(fault => fault.StartsWith(key + ": ", StringComparison.Ordinal));

    [Fact]
    public void A_chat_does_not_begin_in_a_ticket_whose_field_gives_it_back_at_once() =>
        TestSettings.Read([.. Required, "Channels:shop:ReturnToBot:Tag=bot", "Channels:shop:Ticket:Reuse=WhileOpen"]).Faults
            .ShouldHaveSingleItem().ShouldStartWith("Channels:shop:Ticket:Reuse: ");

    [Fact]
    public void A_field_whose_value_gives_chats_back_may_be_named_and_the_ticket_be_used_again() =>
        TestSettings.Read([.. Required, "Channels:shop:ReturnToBot:Tag=Who has the chat=the bot", "Channels:shop:Ticket:Reuse=WhileOpen"])
            .ShouldSatisfyAllConditions(reading => reading.Faults.ShouldBeEmpty(), reading => reading.Notes.ShouldBeEmpty());

    [Fact]
    public void A_value_without_a_field_is_taken_and_what_is_wrong_with_it_is_said()
    {
        var reading = TestSettings.Read([.. Required, "Channels:shop:ReturnToBot:Tag=bot"]);

        reading.Faults.ShouldBeEmpty();
        reading.Notes.ShouldHaveSingleItem().ShouldStartWith("Channels:shop:ReturnToBot:Tag: ");
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("Customer plan")]
    [InlineData("17")]
    public void A_custom_field_is_named_by_id_or_name(string field) =>
        TestSettings.Read([.. Required, $"Channels:shop:Ticket:Fields:plan={field}"]).Faults.ShouldBeEmpty();

    [Fact]
    public void The_value_that_gives_chats_back_is_none_for_chats_that_nobody_answers() =>
        TestSettings.Read(
            [
                .. Required, "Channels:shop:ReturnToBot:Tag=bot", "Channels:shop:Escalations:0:After=00:10:00",
                "Channels:shop:Escalations:0:Tag=State=bot",
            ]).Faults.ShouldHaveSingleItem().ShouldStartWith("Channels:shop:Escalations:0:Tag: is ReturnToBot:Tag");

    [Theory]
    [InlineData("State=bot", "state = Bot", true)]
    [InlineData("State=bot", "Product=bot", false)]
    [InlineData("State=bot", "State=robot", false)]
    public void The_field_and_value_that_give_chats_back_are_none_for_chats_that_nobody_answers(string returns, string step, bool isFault) =>
        TestSettings.Read(
            [
                .. Required, $"Channels:shop:ReturnToBot:Tag={returns}", "Channels:shop:Escalations:0:After=00:10:00",
                $"Channels:shop:Escalations:0:Tag={step}",
            ]).Faults.Count(fault => fault.StartsWith("Channels:shop:Escalations:0:Tag: is ReturnToBot:Tag")).ShouldBe(isFault ? 1 : 0);

    [Fact]
    public void A_step_for_chats_that_nobody_answers_has_a_number_and_a_custom_field() =>
        TestSettings.Read(
        [
            .. Required, "Channels:shop:Escalations:0:After=00:10:00", "Channels:shop:Escalations:0:Priority=50",
            "Channels:shop:Escalations:0:Tag=Answered late = yes, it was",
        ]).Faults.ShouldBeEmpty();

    private static HelpdeskOptions Get(params string[] changes)
    {
        var reading = TestSettings.Read([.. Required, .. changes]);
        reading.Faults.ShouldBeEmpty();
        return reading.Settings.Helpdesks["main"];
    }
}
