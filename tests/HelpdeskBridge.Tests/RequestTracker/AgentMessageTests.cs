using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>What of a ticket's transactions reaches the client, in which form, and as whose words.</summary>
public sealed class AgentMessageTests
{
    private const long Ticket = RequestTrackerStub.FirstTicket;

    [Fact]
    public async Task Only_correspondence_of_privileged_users_other_than_the_bridges_own_reaches_the_client()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        await fixture.WriteAsync("from the client");
        fixture.Data.Comment(Ticket, "not for the client");
        fixture.Data.Correspond(Ticket, "by mail, from somebody", "visitor@example.com");
        fixture.Data.Correspond(Ticket, "by a scrip", "RT_System");
        fixture.Data.Correspond(Ticket, "Hi Ann");
        fixture.Data.Correspond(Ticket, "and from me", "ben");
        await fixture.UntilHeardAsync(2);
        await fixture.PollAsync(3);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann", "TextMessage and from me"]);
        var employee = fixture.Bridge.Jaicp.Received[0]["employee"]!;
        ((string)employee["employeeId"]!, (string)employee["firstName"]!, (string)employee["lastName"]!).ShouldBe(("31", "Olga", "Petrova"));
    }

    /// <summary>The web editor writes HTML only, in a part without a name.</summary>
    [Fact]
    public async Task HTML_becomes_text_and_files_come_after_it_byte_for_byte()
    {
        var bytes = Enumerable.Range(0, 100_000).Select(number => (byte)(number * 7)).ToArray();
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        var file = new RtStubFile("отчёт №1.bin", "application/octet-stream", bytes);
        fixture.Data.Correspond(Ticket, "<p>See <b>this</b> &amp; that</p>", type: "text/html", files: [file]);
        fixture.Data.Correspond(Ticket, "", files: [new RtStubFile("only.png", "image/png", [1, 2, 3])]);
        await fixture.UntilHeardAsync(3);

        var events = fixture.Bridge.Jaicp.Received;
        ((string)events[0]["text"]!).ShouldBe("See this & that");
        ((string)events[1]["name"]!, (int)events[1]["size"]!).ShouldBe(("отчёт №1.bin", bytes.Length));
        ((string)events[2]["name"]!).ShouldBe("only.png");
        var link = new Uri(fixture.Bridge.App.Url, new Uri((string)events[1]["url"]!).PathAndQuery);
        (await fixture.Bridge.App.Http.GetByteArrayAsync(link, TestContext.Current.CancellationToken)).ShouldBe(bytes);
    }

    /// <summary>The words and the status of one click are two transactions, in this order.</summary>
    [Fact]
    public async Task The_last_words_come_before_the_end()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Data.Correspond(Ticket, "Done");
        fixture.Data.Correspond(Ticket, "Bye");
        fixture.Data.SetStatus(Ticket, "resolved");
        await fixture.UntilHeardAsync(3);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Done", "TextMessage Bye", "Closed"]);
        ((string)fixture.Bridge.Jaicp.Received[2]["employee"]!["employeeId"]!).ShouldBe("31");
    }

    /// <summary>Times are whole seconds, and the clock of the bridge stands still here, so all have the same one.</summary>
    [Fact]
    public async Task Many_answers_of_one_second_come_in_order_and_once()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        var texts = Enumerable.Range(1, 30).Select(number => $"answer {number}").ToList();
        foreach (var text in texts)
            fixture.Data.Correspond(Ticket, text, text.EndsWith('5') ? "ben" : RequestTrackerData.Olga);
        await fixture.UntilHeardAsync(texts.Count);
        await fixture.PollAsync(2);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(texts.Select(text => $"TextMessage {text}"));
    }

    /// <summary>Only a user's own record tells whether it is privileged.</summary>
    [Fact]
    public async Task An_agent_is_read_once_for_many_answers()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        for (var answer = 1; answer <= 3; answer++)
        {
            fixture.Data.Correspond(Ticket, $"answer {answer}");
            await fixture.UntilHeardAsync(answer);
        }

        fixture.Rt.Users.Calls.Count(call => call.Path.EndsWith("/user/31", StringComparison.Ordinal)).ShouldBe(1);
        fixture.Rt.Users.Calls.Count(call => call.Path.EndsWith("/user/29", StringComparison.Ordinal)).ShouldBe(1, "the bridge's own user");
    }

    /// <summary>A page of messages has a hundred: a long silence of the bridge may end with more.</summary>
    [Fact]
    public async Task More_answers_than_a_page_holds_come_in_order_and_once()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        var texts = Enumerable.Range(1, 120).Select(number => $"answer {number}").ToList();
        foreach (var text in texts)
            fixture.Data.Correspond(Ticket, text);
        await fixture.UntilHeardAsync(texts.Count);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(texts.Select(text => $"TextMessage {text}"));
    }
}
