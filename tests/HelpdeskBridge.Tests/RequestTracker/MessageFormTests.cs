using System.Text;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Network;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>In which form words and files reach Request Tracker, so that it keeps them as they are.</summary>
public sealed class MessageFormTests
{
    private const string TrickyText = "  two  spaces\nПривет 😀 \u2028 «e\u0301»\n\n";

    [Fact]
    public async Task A_lone_zero_is_no_empty_message()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync();
        await fixture.Bridge.SendTextAsync("0");
        await fixture.Bridge.DeliveredAsync("OpenTicket");
        await fixture.WriteAsync("0");

        fixture.Data.Words.ShouldBe(["0\n", "0\n"]);
    }

    [Fact]
    public async Task A_text_arrives_as_it_was_typed()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        await fixture.WriteAsync(TrickyText);

        fixture.Data.Words[1].ShouldBe(TrickyText);
        fixture.Rt.Correspondence.Calls.Single().Json["ContentType"]!.ToString().ShouldBe("text/plain");
    }

    [Fact]
    public async Task A_mark_in_the_subject_has_no_brackets_and_the_subject_of_the_ticket_is_one_short_line()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync();
        await fixture.Bridge.HandOverAsync(destination: RequestTrackerFixture.Queue, name: $"Ann [rt.example.com #1]\n{new string('x', 300)}");
        await fixture.Bridge.SendTextAsync("Hello");
        await fixture.Bridge.DeliveredAsync("OpenTicket");
        await fixture.WriteAsync("More");

        var subject = (string)fixture.Rt.Correspondence.Calls.Single().Json["Subject"]!;
        subject.ShouldContain(" · hb-");
        subject.ShouldNotContain("[");
        subject.ShouldNotContain("\n");
        var ofTicket = fixture.Data.Tickets.Single().Subject;
        ofTicket.Length.ShouldBeLessThanOrEqualTo(200);
        ofTicket.ShouldNotContain("\n");
    }

    /// <summary>Names of files are right only as plain UTF-8 in a form; texts would be recoded.</summary>
    [Fact]
    public async Task Files_keep_their_names_and_bytes()
    {
        var windows1251 = (byte[])[0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2];
        await using var host = await FileServerStub.StartAsync();
        host.Answer = http => FileServerStub.BytesAsync(http, windows1251, type: http.Request.Path == "/picture" ? "image/png" : "text/plain");
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        (string Path, string Name)[] sent = [("/text", "письмо №1.txt"), ("/text", "a \"b\".csv"), ("/picture", "é.png")];
        foreach (var (index, (path, name)) in sent.Index())
        {
            await fixture.Bridge.SendFileAsync(new Uri(host.Url, path).ToString(), name);
            await fixture.Bridge.DeliveredAsync("ClientFile", index + 1);
        }

        var files = fixture.Data.Transactions.SelectMany(entry => entry.Files).ToList();
        files.Select(file => (file.Name, file.Type)).ShouldBe(
            [("письмо №1.txt", "application/octet-stream"), ("a _b_.csv", "application/octet-stream"), ("é.png", "image/png")]);
        files.Select(file => Convert.ToHexString(file.Bytes)).Distinct().ShouldBe([Convert.ToHexString(windows1251)]);
    }

    [Fact]
    public async Task An_empty_file_is_named_and_costs_no_words()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok(""));
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        await fixture.Bridge.SendFileAsync(host.Url("/"), "empty.bin");
        await fixture.Bridge.DeliveredAsync("ClientFile");
        await fixture.WriteAsync("after it");

        fixture.Data.Words[1].ShouldContain("empty.bin");
        fixture.Data.Words[^1].ShouldBe("after it");
        fixture.Data.Transactions.SelectMany(entry => entry.Files).ShouldBeEmpty();
    }

    /// <summary>With another language than English the answer ends after its headers, although everything was done.</summary>
    [Fact]
    public async Task An_answer_that_breaks_off_after_its_headers_is_enough()
    {
        await using var proxy = new FaultyProxy();
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        proxy.Target = fixture.Rt.Url;
        await fixture.Bridge.App.RestartAsync(("Helpdesks:main:BaseUrl", new Uri(proxy.Url, "/rt").ToString()));

        // The ticket is read before it is written.
        proxy.Break(ProxyFault.None, ProxyFault.CutAnswer);
        await fixture.WriteAsync("once");

        proxy.HasBroken.ShouldBeTrue();
        fixture.Data.Words.ShouldBe(["Hello", "once"]);
        fixture.Bridge.Log.Outcomes("ClientText", "Unknown").ShouldBe(0);
    }

    /// <summary>The server closes idle connections after a second. A write that meets such a one can't be told from one that was taken.</summary>
    [Fact]
    public async Task Each_write_has_a_connection_of_its_own_and_a_read_that_meets_a_closed_one_is_repeated()
    {
        await using var proxy = new FaultyProxy();
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        await fixture.WriteAsync("More");
        fixture.Rt.Writes.Where(call => !call.Path.EndsWith("/user", StringComparison.Ordinal))
            .ShouldAllBe(call => call.Header("Connection") == "close");

        proxy.Target = fixture.Rt.Url;
        await fixture.Bridge.App.RestartAsync(("Helpdesks:main:BaseUrl", new Uri(proxy.Url, "/rt").ToString()));

        // There is a connection to be kept. A new one that is reset is no idle one.
        await fixture.PollAsync();
        proxy.Break(ProxyFault.ResetUnread);
        await fixture.WriteAsync("and more");

        proxy.HasBroken.ShouldBeTrue();
        fixture.Data.Words.ShouldBe(["Hello", "More", "and more"]);
        fixture.Bridge.Log.Outcomes("ClientText", "Retry").ShouldBe(0);
    }

    /// <summary>The addresses in answers are made from a setting of the server, which may name another host.</summary>
    [Fact]
    public async Task Addresses_in_answers_are_not_followed_and_only_their_numbers_count()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Rt.Correspondence.Next(new Answer(201, """["Correspondence added"]""")
        {
            Headers = new Dictionary<string, string> { ["Location"] = "http://127.0.0.1:9/REST/2.0/transaction/99" },
        });
        await fixture.WriteAsync("More");

        fixture.Data.Correspond(RequestTrackerStub.FirstTicket, "Hi");
        await fixture.UntilHeardAsync(1);
        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);
    }

    [Fact]
    public async Task What_the_bot_knows_is_a_comment_and_no_correspondence()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync();
        await fixture.Bridge.AcceptedAsync(
            "selectDestination",
            new
            {
                userId = BridgeFixture.User,
                destinationId = 3,
                attributes = new { plan = "Gold" },
                hiddenAttributes = new { hidden = "classified" },
            });
        await fixture.Bridge.SendTextAsync("Hello");
        await fixture.Bridge.DeliveredAsync("ContextNote");

        fixture.Data.Words.ShouldBe(["Hello"]);
        fixture.Data.Notes.Single().ShouldContain("plan: Gold");
        fixture.Rt.Calls.ShouldAllBe(call => !call.Body.Contains("classified", StringComparison.Ordinal));
        Encoding.UTF8.GetString(fixture.Rt.Comments.Calls.Single().Bytes).ShouldContain("hb-");
    }
}
