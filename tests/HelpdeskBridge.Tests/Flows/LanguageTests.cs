using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>The bridge writes to a client in the client's language (<c>Language:From</c>), and to agents in that of the channel.</summary>
public sealed class LanguageTests
{
    private const string English = "TextMessage Your message could not be delivered. Please try again later.";
    private const string German = "TextMessage Ihre Nachricht konnte nicht zugestellt werden. Bitte versuchen Sie es später erneut.";
    private const string Portuguese = "TextMessage Não foi possível entregar sua mensagem. Tente novamente mais tarde.";
    private const string Russian = "TextMessage Ваше сообщение не доставлено. Пожалуйста, попробуйте позже.";

    private static readonly (string, string?) From = ("Channels:shop:Language:From", "lang");
    private static readonly (string, string?) ChannelInRussian = ("Channels:shop:Texts:Language", "ru");
    private static readonly (string, string?) After2Hours = ("Channels:shop:Close:IdleAfter", "02:00:00");

    private static readonly Answer Refused =
        new(422, """{"error":"RecordInvalid","description":"Record validation errors","details":{"base":[{"description":"Comment: is wrong"}]}}""");

    [Fact]
    public async Task A_notice_is_in_the_clients_language_and_the_note_about_the_same_in_the_channels()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(From, ChannelInRussian, After2Hours);
        bridge.Zendesk.TicketIs("open");
        await HandOverAsync(bridge, new { lang = "de-AT" });
        await bridge.DeliveredAsync("IdleEnd", stepSeconds: 60);
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.EventSummaries.ShouldBe(
        [
            "TextMessage Der Chat wurde geschlossen, weil längere Zeit niemand geschrieben hat. "
                + "Wenn Sie noch Hilfe brauchen, schreiben Sie einfach wieder.",
            "Closed",
        ]);
        bridge.Zendesk.Written[^1].ShouldBe("Чат закрыт, потому что в нём давно никто не писал (2 часа).");
    }

    [Theory]
    [InlineData("de", German)]
    [InlineData("pt_BR", Portuguese)]
    [InlineData(" EN ", English)]
    [InlineData("en-Latn-GB", English)]
    public async Task A_hidden_attribute_names_it_too_with_or_without_a_region_and_in_any_letter_case(string language, string notice)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(From, ChannelInRussian);
        await bridge.AcceptedAsync("selectDestination", new { userId = BridgeFixture.User, hiddenAttributes = new { lang = language } });
        await bridge.DeliveredAsync("MoveTicket");
        await LoseTextAsync(bridge);

        bridge.Jaicp.EventSummaries.ShouldBe([notice]);
    }

    [Theory]
    [InlineData("""{"lang":"fi"}""")]
    [InlineData("""{"lang":"Deutsch, bitte"}""")]
    [InlineData("""{"lang":""}""")]
    [InlineData("""{"lang":7}""")]
    [InlineData("""{"lang":["de"]}""")]
    [InlineData("""{"lang":null}""")]
    [InlineData("""{"Lang":"de"}""")]
    [InlineData("\"de\"")]
    [InlineData("null")]
    public async Task A_language_that_is_absent_or_unknown_gives_the_channels(string attributes)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(From, ChannelInRussian);
        using var call =
            await bridge.App.PostAsync("selectDestination", $$"""{"userId":"{{BridgeFixture.User}}","attributes":{{attributes}}}""");
        call.EnsureSuccessStatusCode();
        await bridge.DeliveredAsync("MoveTicket");
        await LoseTextAsync(bridge);

        bridge.Jaicp.EventSummaries.ShouldBe([Russian]);
    }

    [Fact]
    public async Task Without_the_setting_an_attribute_of_that_name_changes_nothing()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await HandOverAsync(bridge, new { lang = "de" });
        await LoseTextAsync(bridge);

        bridge.Jaicp.EventSummaries.ShouldBe([English]);
    }

    [Fact]
    public async Task It_is_kept_across_restarts_later_hand_overs_without_one_and_chats_that_begin_without_a_hand_over()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(From, ("Channels:shop:Close:ReopenWithin", "00:00:00"));
        await HandOverAsync(bridge, new { lang = "de", order = 1 });
        await bridge.App.RestartAsync();
        await LoseTextAsync(bridge);
        await HandOverAsync(bridge, new { order = 2 });
        await LoseTextAsync(bridge, 2);
        bridge.Jaicp.EventSummaries.ShouldBe([German, German]);

        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");
        bridge.Clock.Advance(TimeSpan.FromMinutes(1));
        await bridge.SendTextAsync("Me again");
        await bridge.DeliveredAsync("OpenTicket", 2);
        await LoseTextAsync(bridge, 3);
        bridge.Jaicp.EventSummaries[^1].ShouldBe(German);
    }

    [Fact]
    public async Task A_later_hand_over_with_another_language_changes_it()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(From);
        await HandOverAsync(bridge, new { lang = "de" });
        await LoseTextAsync(bridge);
        await HandOverAsync(bridge, new { lang = "ru" });
        await LoseTextAsync(bridge, 2);
        await HandOverAsync(bridge, new { lang = "fi" });
        await LoseTextAsync(bridge, 3);

        bridge.Jaicp.EventSummaries.ShouldBe([German, Russian, English]);
    }

    [Fact]
    public async Task A_channels_own_text_wins_in_every_language_but_those_for_which_it_has_another_one()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(
            From, ChannelInRussian, ("Channels:shop:Texts:MessageNotDelivered", "Не вышло."),
            ("Channels:shop:Language:Texts:DE:messagenotdelivered", "Das ging schief."),
            ("Channels:shop:Language:Texts:kk:MessageNotDelivered", "Хабарлама жеткізілмеді."));
        foreach (var (language, count) in new[] { ("de", 1), ("kk-KZ", 2), ("en", 3) })
        {
            await HandOverAsync(bridge, new { lang = language });
            await LoseTextAsync(bridge, count);
        }

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Das ging schief.", "TextMessage Хабарлама жеткізілмеді.", "TextMessage Не вышло."]);
    }

    [Fact]
    public async Task The_place_in_the_queue_may_be_named_in_a_language_of_ones_own_alone()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(
            From, ("Channels:shop:Texts:Waiting", "Please wait."), ("Channels:shop:Language:Texts:kk:Waiting", "Кезектегі орын: {position}."));
        await HandOverAsync(bridge, new { lang = "kk" });
        bridge.Clock.Advance(TimeSpan.FromSeconds(30));
        await bridge.DeliveredAsync("ClientNotice", stepSeconds: 5);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Кезектегі орын: 1."]);
    }

    [Theory]
    [InlineData("de", "TextMessage Seit 2 Stunden war hier niemand.")]
    [InlineData("fi", "TextMessage Никого не было 2 часа.")]
    public async Task A_text_says_how_long_nobody_wrote_in_its_own_language(string language, string notice)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(
            From, ChannelInRussian, After2Hours, ("Channels:shop:Texts:IdleClosed", "Никого не было {time}."),
            ("Channels:shop:Language:Texts:de:IdleClosed", "Seit {time} war hier niemand."));
        bridge.Zendesk.TicketIs("open");
        await HandOverAsync(bridge, new { lang = language });
        await bridge.DeliveredAsync("ChatClosed", stepSeconds: 60);

        bridge.Jaicp.EventSummaries.ShouldBe([notice, "Closed"]);
    }

    [Fact]
    public async Task With_Request_Tracker_as_well_notices_are_in_the_clients_language_and_notes_in_the_channels()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync(From, ChannelInRussian, After2Hours);
        var bridge = fixture.Bridge;
        await bridge.AcceptedAsync("selectDestination", new { userId = BridgeFixture.User, attributes = new { lang = "tr" } });
        await bridge.DeliveredAsync("MoveTicket");
        await bridge.DeliveredAsync("IdleEnd", stepSeconds: 60);
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.EventSummaries.ShouldBe(
        [
            "TextMessage Bir süredir kimse yazmadığı için sohbet kapatıldı. Hâlâ yardıma ihtiyacınız varsa yeniden yazmanız yeterli.", "Closed",
        ]);
        fixture.Data.Notes[^1].ShouldBe("Чат закрыт, потому что в нём давно никто не писал (2 часа).");
    }

    private static async Task HandOverAsync(BridgeFixture bridge, object attributes)
    {
        var moved = bridge.Log.Outcomes("MoveTicket", "Delivered");
        await bridge.AcceptedAsync("selectDestination", new { userId = BridgeFixture.User, attributes });
        await bridge.DeliveredAsync("MoveTicket", moved + 1);
    }

    /// <summary>The client writes what Zendesk refuses, and gets a notice.</summary>
    private static async Task LoseTextAsync(BridgeFixture bridge, int notices = 1)
    {
        bridge.Zendesk.Updates.Next(Refused);
        await bridge.SendTextAsync("bad");
        await bridge.DeliveredAsync("ClientNotice", notices);
    }
}
