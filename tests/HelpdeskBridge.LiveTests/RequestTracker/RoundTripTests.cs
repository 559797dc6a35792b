using HelpdeskBridge.LiveTests.RequestTracker;
using HelpdeskBridge.Simulators.Jaicp;

[assembly: AssemblyFixture(typeof(RequestTrackerServer))]

namespace HelpdeskBridge.LiveTests.RequestTracker;

/// <summary>A chat goes to a real Request Tracker and back.</summary>
public sealed class RoundTripTests(RequestTrackerServer server) : RequestTrackerTest(server)
{
    private const string Unicode = "Привет 😀 «e\u0301» \u2028 日本語  two  spaces\nnext line";

    /// <summary>Every kind of line end becomes one, and blanks before it are left out.</summary>
    private const string InMessenger = "Привет 😀 «e\u0301»\n 日本語  two  spaces\nnext line";

    [Fact]
    public async Task Words_files_and_the_end_of_a_chat_go_both_ways()
    {
        await using var bridge = await LiveBridge.StartAsync(Server);
        var (jaicp, user) = (bridge.Jaicp, NewUser());
        await jaicp.HandOverAsync(user, userName: "Иван Петров", attributes: new { plan = "Gold" }, firstMessage: Unicode);
        var ticketId = await GetTicketAsync(user);

        (await jaicp.SendTextAsync(user, "0")).IsAccepted.ShouldBeTrue();
        var picture = (byte[])[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 1, 2, 255];
        var cyrillic = (byte[])[0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x0D, 0x0A, 0x00]; // windows-1251
        (await jaicp.SendFileAsync(user, "снимок №1.png", picture)).IsAccepted.ShouldBeTrue();
        (await jaicp.SendFileAsync(user, "письмо.txt", cyrillic)).IsAccepted.ShouldBeTrue();
        (await jaicp.SendFileAsync(user, "empty.bin", [])).IsAccepted.ShouldBeTrue();
        (await jaicp.SendTextAsync(user, "last")).IsAccepted.ShouldBeTrue();
        await UntilAsync(async () => (await ReadWordsAsync(ticketId)).Contains("last", StringComparison.Ordinal), "the client's last words");

        var words = await ReadWordsAsync(ticketId);
        words.ShouldStartWith($"{Unicode}\n0\n");
        words.ShouldContain("empty.bin");
        var files = await Server.Olga.ReadFilesAsync(ticketId);
        files["снимок №1.png"].ShouldBe(picture);
        files["письмо.txt"].ShouldBe(cyrillic);

        // The bridge may learn only after the client's last words were accepted that there is a ticket, and then the note follows them.
        await UntilAsync(async () => (await ReadNotesAsync()).Any(note => note.Contains("plan: Gold", StringComparison.Ordinal)), "the context");

        await Server.Olga.CorrespondAsync(ticketId, Unicode);
        await Server.Ben.CorrespondAsync(ticketId, "<p>See <b>this</b> &amp; that</p><ul><li>one</li></ul>", "text/html");
        var file = Enumerable.Range(0, 200_000).Select(number => (byte)(number * 7)).ToArray();
        await Server.Olga.SendFileAsync(ticketId, "a file", "отчёт.bin", file);
        await Server.Olga.CommentAsync(ticketId, "not for the client");
        await Server.Olga.SetStatusAsync(ticketId, "resolved");
        await UntilAsync(() => !jaicp.IsOpen(user), "the end of the chat");

        var lines = jaicp.Transcript(user).Where(line => line.Employee is not null).ToList();
        lines.Select(line => (line.Kind, line.Text)).ShouldBe(
        [
            (TranscriptKind.AgentText, "Your file could not be delivered. Please try again later."), // the empty one
            (TranscriptKind.AgentText, InMessenger),
            (TranscriptKind.AgentText, "See this & that\n\n- one"),
            (TranscriptKind.AgentText, "a file"),
            (TranscriptKind.AgentFile, "отчёт.bin"),
            (TranscriptKind.AgentClosed, ""),
        ]);
        lines[1].Employee!.FullName.ShouldBe("Olga Petrova");
        lines[1].Employee!.EmployeeId.ShouldBe(Server.Olga.Id);
        lines[2].Employee!.FullName.ShouldBe("Ben Miller");
        var received = jaicp.Events.Single(received => received.UserId == user && received.FileName is not null);
        (await jaicp.FileOf(received)).Content.ShouldBe(file);
        jaicp.Violations.ShouldBeEmpty();

        async Task<IEnumerable<string>> ReadNotesAsync() =>
            (await Server.Olga.ReadMessagesAsync(ticketId)).Where(entry => entry.Type == "Comment").Select(entry => entry.Text);
    }

    [Fact]
    public async Task A_client_is_one_unprivileged_user_without_address_whatever_the_letter_case_of_others()
    {
        await using var bridge = await LiveBridge.StartAsync(Server);
        var user = NewUser();
        foreach (var id in (string[])[user, user.ToUpperInvariant(), $"{user}:a,b<c@d>"])
            (await bridge.Jaicp.HandOverAsync(id, userName: "Ann", firstMessage: $"I am {id}")).IsAccepted.ShouldBeTrue();
        foreach (var id in (string[])[user, user.ToUpperInvariant(), $"{user}:a,b<c@d>"])
        {
            var ticket = await Server.Olga.ReadTicketAsync(await GetTicketAsync(id));
            ticket["Requestor"]!.AsArray().ShouldHaveSingleItem()!["id"]!.ToString().ShouldBe(GetUserName(id));
            (await ReadWordsAsync(ticket["id"]!.ToString())).ShouldBe($"I am {id}");
        }

        var read = await Server.Bridge.ReadUserAsync(GetUserName(user));
        read["RealName"]!.ToString().ShouldBe("Ann");
        read["Privileged"]!.ToString().ShouldBe("0");
        (read["EmailAddress"]?.ToString() ?? "").ShouldBeEmpty();
    }

    [Fact]
    public async Task With_name_and_password_it_signs_in_as_well()
    {
        await using var bridge = await LiveBridge.StartAsync(
            Server, null, ("Helpdesks:rt:ApiToken:Email", Server.BridgeUserName), ("Helpdesks:rt:ApiToken:Token", Server.BridgePassword));
        var user = NewUser();
        (await bridge.Jaicp.HandOverAsync(user, firstMessage: "hello")).IsAccepted.ShouldBeTrue();
        await Server.Olga.CorrespondAsync(await GetTicketAsync(user), "answer");
        await UntilAsync(() => bridge.Jaicp.AgentTexts(user).Count > 0, "the answer");
        bridge.Jaicp.AgentTexts(user).ShouldBe(["answer"]);
    }
}
