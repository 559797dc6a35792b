using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Conversations;

namespace HelpdeskBridge.Tests.Helpdesks;

public sealed class CommentFormatterTests
{
    private static readonly DateTimeOffset Claimed = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_text_has_its_own_line() =>
        Format((Claimed, Text("one")), (Claimed, Text("two\nlines")), (Claimed, Text("three"))).ShouldBe("one\ntwo\nlines\nthree");

    [Fact]
    public void A_file_is_named_where_it_is_attached() =>
        Format((Claimed, Text("Look")), (Claimed, new ClientFile("https://files.example.com/a.png", "a.png", 3)))
            .ShouldBe("Look\nFile from the client: a.png");

    [Fact]
    public void A_file_goes_by_the_name_it_is_attached_under()
    {
        var batch = Batch([(Claimed, new ClientFile("https://files.example.com/a", "../a", 3))]) with { Files = Uploaded(
            new UploadedFile("a.png", "token", Claimed, null)) };

        CommentFormatter.Format(batch, new ChannelOptions()).ShouldBe("File from the client: a.png");
    }

    [Theory]
    [InlineData("Gone", "en", "File from the client, not attached (it is not at its address any more): a.png")]
    [InlineData("AccessRefused", "en", "File from the client, not attached (its address does not give it out): a.png")]
    [InlineData("TooLarge", "en", "File from the client, not attached (it is too large): a.png")]
    [InlineData("Forbidden", "en", "File from the client, not attached (its address may not be called): a.png")]
    [InlineData("Empty", "en", "File from the client, not attached (it is empty): a.png")]
    [InlineData("NotReached", "en", "File from the client, not attached (it could not be fetched): a.png")]
    [InlineData("NotTaken", "en", "File from the client, not attached (the helpdesk did not take it): a.png")]
    [InlineData("LeftOut", "en", "File from the client, not attached (the helpdesk did not take it): a.png")]
    [InlineData("TooLarge", "ru", "Файл от клиента, не приложен (он слишком большой): a.png")]
    public void A_file_that_is_not_attached_is_named_with_the_reason_and_its_link(string fault, string language, string line)
    {
        var channel = new ChannelOptions { Texts = { ["Language"] = language } };
        var batch = Batch([(Claimed, Text("Look")), (Claimed, new ClientFile("https://files.example.com/a.png", "a.png", 3))]) with
        {
            Files = Uploaded(new UploadedFile("a.png", null, null, Enum.Parse<ClientFileFault>(fault)), "m1"),
        };

        CommentFormatter.Format(batch, channel).ShouldBe($"Look\n{line}\nhttps://files.example.com/a.png");
    }

    [Fact]
    public void A_file_whose_text_was_emptied_is_its_name_alone()
    {
        var channel = new ChannelOptions { Texts = { ["ClientFile"] = "", ["FileNotAttached"] = "" } };
        var batch = Batch([(Claimed, new ClientFile("https://files.example.com/a.png", "a.png", 3))]);

        CommentFormatter.Format(batch, channel).ShouldBe("a.png");
        CommentFormatter.Format(batch with { Files = Uploaded(new UploadedFile("a.png", null, null, ClientFileFault.Gone)) }, channel)
            .ShouldBe("https://files.example.com/a.png");
    }

    [Fact]
    public void A_hand_over_alone_adds_no_text() => Format((Claimed, new OpenTicket()), (Claimed, Text("Hello"))).ShouldBe("Hello");

    [Theory]
    [InlineData("2026-11-23T10:00:00Z", "UTC", "Hi")]
    [InlineData("2026-11-23T09:59:00Z", "UTC", "Hi")]
    [InlineData("2026-11-23T09:58:59Z", "UTC", "[09:58] Hi")]
    [InlineData("2026-11-23T00:00:00Z", "UTC", "[00:00] Hi")]
    [InlineData("2026-11-22T23:59:00Z", "UTC", "[2026-11-22 23:59] Hi")]
    [InlineData("2026-11-23T09:58:59Z", "Asia/Novosibirsk", "[16:58] Hi")]
    [InlineData("2026-11-22T23:59:00Z", "Asia/Novosibirsk", "[06:59] Hi")]
    [InlineData("2026-11-23T04:30:00Z", "America/New_York", "[2026-11-22 23:30] Hi")]
    public void A_late_text_is_given_its_time_in_the_channels_zone(string accepted, string zone, string text) =>
        Format(new ChannelOptions { TimeZone = zone }, (DateTimeOffset.Parse(accepted, null), Text("Hi"))).ShouldBe(text);

    [Fact]
    public void Only_the_late_ones_are_given_a_time() =>
        Format((Claimed.AddMinutes(-5), Text("late")), (Claimed.AddSeconds(-30), Text("now")),
            (Claimed.AddMinutes(-2), new ClientFile("https://f/a", "a", null)))
            .ShouldBe("[09:55] late\nnow\n[09:58] File from the client: a");

    [Fact]
    public void What_is_sent_again_hours_later_reads_as_it_did()
    {
        (DateTimeOffset, MessageBody)[] messages = [(Claimed.AddMinutes(-5), Text("late")), (Claimed, Text("now"))];
        var first = Batch(messages);
        var again = Batch(messages) with { MayHaveArrived = true, Messages = [
            .. first.Messages.Select(message => message with { Attempts = 7, State = MessageState.Sending, DueAt = Claimed.AddHours(5) })] };

        CommentFormatter.Format(again, new ChannelOptions()).ShouldBe(CommentFormatter.Format(first, new ChannelOptions()));
    }

    private static Dictionary<string, UploadedFile> Uploaded(UploadedFile file, string message = "m0") => new() { [message] = file };

    private static ClientText Text(string text) => new(text);

    private static string Format(params (DateTimeOffset AcceptedAt, MessageBody Body)[] messages) => Format(new ChannelOptions(), messages);

    private static string Format(ChannelOptions channel, params (DateTimeOffset AcceptedAt, MessageBody Body)[] messages) =>
        CommentFormatter.Format(Batch(messages), channel);

    private static OutboundBatch Batch((DateTimeOffset AcceptedAt, MessageBody Body)[] messages) => new(
        new Conversation { Id = "c", Client = ConversationFixture.Client, Helpdesk = "main", Phase = Phase.Open, OpenedAt = Claimed,
            DestinationId = "1" },
        [.. messages.Select((message, i) => new StoredMessage(
            $"m{i}", "c", Direction.ToHelpdesk, i + 1, message.Body, MessageState.Pending, 0, message.AcceptedAt, message.AcceptedAt))],
        MayHaveArrived: false)
    {
        ClaimedAt = Claimed,
    };
}
