namespace HelpdeskBridge.Tests.Contract;

/// <content>Hand-overs, and what the client and the agent say.</content>
public abstract partial class HelpdeskContractTests
{
    /// <summary>Four bytes in UTF-8, signs that belong together, both directions of writing, a combining accent, two kinds of line ends.</summary>
    private const string Unicode = "Привет 😀 👩‍👩‍👧 «e\u0301» שלום (עולם) عربي 日本語 𝒳\r\nnext line\nlast \u200Fline";

    private static string UnicodeWithPlainLineEnds => Unicode.ReplaceLineEndings("\n");

    [Fact]
    public async Task The_destinations_are_the_groups_of_the_helpdesk()
    {
        await StartAsync();

        // Until the groups are read, the answer has the default one alone.
        await UntilAsync(async () => (await Jaicp.GetDestinationsAsync()).Destinations.Count > 1, "the groups");
        var answer = await Jaicp.GetDestinationsAsync();
        answer.Destinations.Select(destination => (destination.DestinationId, destination.Name ?? "")).ShouldBe(_desk.Groups, ignoreOrder: true);
    }

    [Fact]
    public async Task A_hand_over_opens_one_ticket_in_the_default_group_for_the_client_with_the_first_text()
    {
        var (user, ticketId) = await StartChatAsync();
        await ShouldSayAsync(ticketId, "hello");
        var ticket = await _desk.ReadAsync(ticketId);
        (ticket.GroupId, ticket.IsOpen).ShouldBe((Group, true));
        (await _desk.ReadRequesterNameAsync(ticket.RequesterId)).ShouldBe("Ann Lee");
        await ShouldHaveOneTicketAsync(user, ticketId);
    }

    [Fact]
    public async Task A_hand_over_without_a_text_opens_a_ticket_as_well()
    {
        await StartAsync();
        var user = NewUser();
        Accepted(await Jaicp.SelectDestinationAsync(user, OtherGroup, "Ann Lee"));
        var ticketId = await GetTicketAsync(user);
        var ticket = await _desk.ReadAsync(ticketId);
        ticket.GroupId.ShouldBe(OtherGroup);
        ticket.Words.ShouldNotBeEmpty();
        await SayAsync(user, "hello");
        await ShouldSayAsync(ticketId, ticket.Words, "hello");
        await ShouldHaveOneTicketAsync(user, ticketId);
    }

    [Fact]
    public async Task A_new_hand_over_of_an_open_chat_moves_its_ticket_to_the_other_group()
    {
        var (user, ticketId) = await StartChatAsync();
        Accepted(await Jaicp.SelectDestinationAsync(user, OtherGroup, "Ann Lee", attributes: new { plan = "Gold" }));
        await UntilTicketAsync(ticketId, ticket => ticket.GroupId == OtherGroup, "the other group");
        await UntilTicketAsync(ticketId, ticket => ticket.Notes.Contains("Gold", StringComparison.Ordinal), "the note of what changed");
        await ShouldHaveOneTicketAsync(user, ticketId);
    }

    [Fact]
    public async Task What_the_bot_knows_is_in_an_internal_note_and_what_it_hides_in_no_comment()
    {
        await StartAsync();
        var user = NewUser();
        Accepted(await Jaicp.HandOverAsync(
            user, attributes: new { plan = "Gold" }, hiddenAttributes: new { segment = "vip" }, customData: new { cart = "two lamps" },
            firstMessage: "hello"));
        var ticketId = await GetTicketAsync(user);
        await UntilTicketAsync(
            ticketId,
            ticket => ticket.Notes.Contains("Gold", StringComparison.Ordinal) && ticket.Notes.Contains("two lamps", StringComparison.Ordinal),
            "the note");
        var ticket = await _desk.ReadAsync(ticketId);
        ticket.Words.ShouldBe("hello");
        ticket.Comments.ShouldAllBe(comment => !comment.Text.Contains("vip", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Texts_arrive_once_and_in_order()
    {
        var (user, ticketId) = await StartChatAsync();
        var texts = CreateTexts(20);
        await SayAsync(user, texts);
        await ShouldSayAsync(ticketId, ["hello", .. texts]);
        await ShouldHaveOneTicketAsync(user, ticketId);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("<b>bold</b> & [link](https://example.com) {{ticket.id}}")]
    public async Task What_means_something_elsewhere_is_a_text_like_any_other(string text)
    {
        var (user, ticketId) = await StartChatAsync();
        await SayAsync(user, text, "last");
        await ShouldSayAsync(ticketId, "hello", text, "last");
    }

    [Fact]
    public async Task Every_language_survives_both_ways()
    {
        var (user, ticketId) = await StartChatAsync();
        await SayAsync(user, Unicode, "last");
        await UntilTicketAsync(ticketId, ticket => ticket.Words.EndsWith("\nlast", StringComparison.Ordinal), "the last text");
        (await _desk.ReadAsync(ticketId)).Words.ReplaceLineEndings("\n").ShouldBe($"hello\n{UnicodeWithPlainLineEnds}\nlast");

        await _desk.AnswerAsync(ticketId, Unicode);
        await ShouldReceiveAsync(user, UnicodeWithPlainLineEnds);
    }

    [Fact]
    public async Task A_clients_files_arrive_byte_for_byte_under_their_names_and_before_what_is_said_next()
    {
        var (user, ticketId) = await StartChatAsync();
        var picture = (byte[])[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 1, 2, 255];
        var inAnotherEncoding = (byte[])[0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x0D, 0x0A]; // windows-1251
        var large = Enumerable.Range(0, 300_000).Select(number => (byte)(number * 7)).ToArray();
        Accepted(await Jaicp.SendFileAsync(user, "снимок №1.png", picture));
        Accepted(await Jaicp.SendFileAsync(user, "письмо.txt", inAnotherEncoding));
        Accepted(await Jaicp.SendFileAsync(user, "data.bin", large));
        await SayAsync(user, "last");
        await UntilTicketAsync(ticketId, ticket => ticket.Words.EndsWith("\nlast", StringComparison.Ordinal), "the last text");

        var files = await _desk.ReadFilesAsync(ticketId);
        files.Keys.ShouldBe(["снимок №1.png", "письмо.txt", "data.bin"], ignoreOrder: true);
        files["снимок №1.png"].ShouldBe(picture);
        files["письмо.txt"].ShouldBe(inAnotherEncoding);
        files["data.bin"].AsSpan().SequenceEqual(large).ShouldBeTrue();
    }

    [Fact]
    public async Task An_agents_answers_arrive_once_in_order_and_with_the_agents_name_and_an_internal_note_never()
    {
        var (user, ticketId) = await StartChatAsync();
        await _desk.AnswerAsync(ticketId, "one");
        await _desk.NoteAsync(ticketId, "not for the client");
        await _desk.AnswerAsync(ticketId, "two");
        await _desk.AnswerAsync(ticketId, "two");
        await ShouldReceiveAsync(user, "one", "two", "two");
        await _desk.AnswerAsync(ticketId, "three");
        await ShouldReceiveAsync(user, "one", "two", "two", "three");
        Jaicp.Transcript(user).Select(line => line.Employee?.FullName).OfType<string>().ShouldAllBe(name => name == _desk.AgentName);
    }

    [Fact]
    public async Task An_agents_file_comes_after_its_text_byte_for_byte()
    {
        var (user, ticketId) = await StartChatAsync();
        var content = Enumerable.Range(0, 200_000).Select(number => (byte)(number * 7)).ToArray();
        await _desk.AnswerWithFileAsync(ticketId, "a file", "отчёт.bin", content);
        await _desk.AnswerAsync(ticketId, "after it");
        await ShouldReceiveAsync(user, "a file", "[отчёт.bin]", "after it");
        var received = Jaicp.Events.Single(received => received.UserId == user && received.FileName is not null);
        (await Jaicp.FileOf(received)).Content.AsSpan().SequenceEqual(content).ShouldBeTrue();
    }

    [Fact]
    public async Task What_the_bridge_writes_never_comes_back_to_the_client()
    {
        var (user, ticketId) = await StartChatAsync();
        Accepted(await Jaicp.SelectDestinationAsync(user, OtherGroup, "Ann Lee", attributes: new { plan = "Gold" }));
        await SayAsync(user, "a text");
        Accepted(await Jaicp.SendFileAsync(user, "data.bin", [1, 2, 3]));
        Accepted(await Jaicp.CloseChatAsync(user, "gone"));
        await SayAsync(user, "back again");
        await UntilTicketAsync(ticketId, ticket => ticket.Words.EndsWith("back again", StringComparison.Ordinal), "the last text");
        await _desk.AnswerAsync(ticketId, "welcome back");
        await ShouldReceiveAsync(user, "welcome back");
    }

    [Fact]
    public async Task A_client_is_one_user_over_several_chats_and_ids_that_differ_in_letter_case_are_two()
    {
        var (user, first) = await StartChatAsync();
        Accepted(await Jaicp.CloseChatAsync(user));
        await UntilTicketAsync(first, ticket => ticket.IsSolved, "the end of the first chat");
        Accepted(await Jaicp.HandOverAsync(user, firstMessage: "hello again"));
        var second = await GetTicketAsync(user, 2);
        var other = await HandOverAsync(user.ToUpperInvariant());

        var requester = (await _desk.ReadAsync(first)).RequesterId;
        (await _desk.ReadAsync(second)).RequesterId.ShouldBe(requester);
        (await _desk.ReadRequesterNameAsync(requester)).ShouldBe("Ann Lee");
        (await _desk.ReadAsync(other)).RequesterId.ShouldNotBe(requester);
    }
}
