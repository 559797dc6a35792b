using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Network;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>A file's way into the ticket when Zendesk is in trouble: uploaded once, the comment the same at each repetition.</summary>
public sealed class ClientFileUploadTests
{
    private const string Attached = "File from the client: a.txt";
    private const string NotTaken = "File from the client, not attached (the helpdesk did not take it): a.txt";

    [Theory]
    [InlineData(49, 1)]
    [InlineData(51, 2)]
    public async Task A_comment_sent_again_takes_the_same_upload_while_its_token_is_good(int minutes, int uploads)
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(503, RetryAfter: $"{minutes * 60}"));
        await bridge.SendFileAsync(host.Url("/"), "a.txt");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientFile", "Retry") >= 1);
        await bridge.App.RestartAsync();
        bridge.Clock.Advance(TimeSpan.FromMinutes(minutes));
        await bridge.DeliveredAsync("ClientFile", stepSeconds: 1);

        bridge.Zendesk.Updates.Calls.Count.ShouldBe(2);
        bridge.Zendesk.Uploads.Calls.Count.ShouldBe(uploads);
        ((string)bridge.Zendesk.Updates.Calls[^1].Ticket["comment"]!["uploads"]![0]!).ShouldBe($"upload-{uploads}");
        host.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_ticket_opened_with_a_file_is_asked_for_again_with_the_same_key()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        await using var bridge = await BridgeFixture.StartAsync(("Channels:shop:Ticket:WaitForFirstMessage", "00:00:10"));
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.AcceptsUploads();
        bridge.Zendesk.NewTickets.Next(new Answer(500));
        bridge.Zendesk.Lookups.Usually(Answer.Ok("""{"tickets":[]}"""));
        bridge.Zendesk.TicketIs("new");
        await bridge.HandOverAsync();
        await bridge.SendFileAsync(host.Url("/"), "a.txt");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        bridge.Zendesk.NewTickets.Calls.Select(call => (call.Body, call.Header("Idempotency-Key"))).Distinct().Count().ShouldBe(1);
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(2);
        bridge.Zendesk.Uploads.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_comment_whose_answer_was_lost_is_found_and_not_written_twice()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(502));
        await bridge.SendFileAsync(host.Url("/"), "a.txt");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientFile", "Unknown") >= 1);
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(
            8001, Attached, ZendeskStub.FirstUser, marker: (string)bridge.Zendesk.Updates.Calls[0].Ticket["metadata"]!["helpdesk_bridge"]!));
        await bridge.DeliveredAsync("ClientFile", stepSeconds: 1);

        bridge.Zendesk.Updates.Calls.Count.ShouldBe(1);
        bridge.Zendesk.Uploads.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(429)]
    [InlineData(409)]
    public async Task An_upload_that_failed_is_done_again(int status)
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Uploads.Next(new Answer(status));
        await bridge.SendFileAsync(host.Url("/"), "a.txt");
        await bridge.DeliveredAsync("ClientFile", stepSeconds: 1);

        bridge.Zendesk.Written.ShouldBe(["Hello", Attached]);
        bridge.Zendesk.Uploads.Calls.Count.ShouldBe(2);
        bridge.Zendesk.Comments.Calls.ShouldBeEmpty();
        bridge.Jaicp.Received.ShouldBeEmpty();
    }

    /// <summary>An upload is ended by standing still, not by its length.</summary>
    [Fact]
    public async Task An_upload_may_take_longer_than_other_requests()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        await using var bridge = await WithOpenChatAsync(("Delivery:RequestTimeout", "00:00:02"));
        bridge.Zendesk.Uploads.Next(new Answer(201, """{"upload":{"token":"late"} }""")
            .HeldUntil(Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, TestContext.Current.CancellationToken)));
        await bridge.SendFileAsync(host.Url("/"), "a.txt");
        await bridge.DeliveredAsync("ClientFile", stepSeconds: 1);

        bridge.Zendesk.Uploads.Calls.Count.ShouldBe(1);
        ((string)bridge.Zendesk.Updates.Calls.Single().Ticket["comment"]!["uploads"]![0]!).ShouldBe("late");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task An_upload_that_is_refused_is_reported_like_a_file_that_can_not_be_downloaded(int status)
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Uploads.Next(new Answer(status, "{}"));
        await bridge.SendFileAsync(host.Url("/"), "a.txt");
        await bridge.DeliveredAsync("ClientNotice");

        bridge.Zendesk.Written.ShouldBe(["Hello", $"{NotTaken}\n{host.Url("/")}"]);
        bridge.Zendesk.Updates.Calls[0].Ticket["comment"]!.AsObject().ContainsKey("uploads").ShouldBeFalse();
    }

    [Fact]
    public async Task A_comment_refused_with_its_file_goes_without_it()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(
            new Answer(422, """{"error":"RecordInvalid","details":{"base":[{"description":"Attachment is not allowed"}]}}"""));
        await bridge.SendFileAsync(host.Url("/"), "a.txt");
        await bridge.DeliveredAsync("ClientNotice", stepSeconds: 1);

        bridge.Zendesk.Written.ShouldBe(["Hello", Attached, $"{NotTaken}\n{host.Url("/")}"]);
        bridge.Log.DeadLetters("ClientFile").ShouldBe(0);
    }

    [Fact]
    public async Task A_comment_accepted_without_its_file_is_followed_by_a_note_and_a_notice()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(
            Answer.Ok("""{"ticket":{"id":501,"status":"open"},"audit":{"id":1,"events":[{"id":2,"type":"Comment","attachments":[]}]}}"""));
        await bridge.SendFileAsync(host.Url("/"), "a.txt");
        await bridge.DeliveredAsync("FileLeftOut");
        await bridge.DeliveredAsync("ClientNotice");

        // In a note of ours the name is code, so that no Markdown in it is interpreted.
        bridge.Zendesk.Written.ShouldBe(["Hello", Attached, $"{NotTaken.Replace("a.txt", "`a.txt`", StringComparison.Ordinal)}\n{host.Url("/")}"]);
        ((bool)bridge.Zendesk.Updates.Calls[1].Ticket["comment"]!["public"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_arrived_causes_no_notice()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        await using var bridge = await WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(Answer.Ok(
            """{"ticket":{"id":501,"status":"open"},"audit":{"id":1,"events":[{"id":2,"type":"Comment","attachments":[{"file_name":"a.txt"}]}]}}"""));
        await bridge.SendFileAsync(host.Url("/"), "a.txt");
        await bridge.SendTextAsync("Bye");
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.Written.ShouldBe(["Hello", Attached, "Bye"]);
        bridge.Jaicp.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_channel_whose_file_texts_are_empty_sends_no_notice()
    {
        await using var bridge = await WithOpenChatAsync(("Channels:shop:Texts:FileNotDelivered", ""));
        await bridge.SendFileAsync("http://10.0.0.1/");
        await bridge.SendTextAsync("Bye");
        await bridge.DeliveredAsync("ClientText");

        bridge.Jaicp.Received.ShouldBeEmpty();
    }

    private static async Task<BridgeFixture> WithOpenChatAsync(params (string, string?)[] settings)
    {
        var bridge = await BridgeFixture.WithOpenChatAsync(settings);
        bridge.Zendesk.AcceptsUploads();
        return bridge;
    }
}
