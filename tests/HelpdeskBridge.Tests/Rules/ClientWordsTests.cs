using HelpdeskBridge.Conversations;
using HelpdeskBridge.Delivery;
using HelpdeskBridge.Helpdesk;
using HelpdeskBridge.Settings;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Rules;

public sealed class ClientWordsTests
{
    private static readonly DateTimeOffset Claimed = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_text_has_its_own_line() => Words((Claimed, Text("one")), (Claimed, Text("two\nlines")), (Claimed, Text("three"))).ShouldBe("one\ntwo\nlines\nthree");

    [Fact]
    public void A_file_is_named_above_its_link() =>
        Words((Claimed, Text("Look")), (Claimed, new ClientFile("https://files.example.com/a.png", "a.png", 3))).ShouldBe("Look\nFile from the client: a.png\nhttps://files.example.com/a.png");

    [Fact]
    public void A_file_whose_text_was_emptied_is_its_link_alone()
    {
        var channel = new ChannelOptions { Texts = { ["ClientFile"] = "" } };

        Words(channel, (Claimed, new ClientFile("https://files.example.com/a.png", "a.png", 3))).ShouldBe("https://files.example.com/a.png");
    }

    [Fact]
    public void A_hand_over_says_nothing_itself() => Words((Claimed, new OpenTicket()), (Claimed, Text("Hello"))).ShouldBe("Hello");

    [Theory]
    [InlineData("2026-11-23T10:00:00Z", "UTC", "Hi")]
    [InlineData("2026-11-23T09:59:00Z", "UTC", "Hi")]
    [InlineData("2026-11-23T09:58:59Z", "UTC", "[09:58] Hi")]
    [InlineData("2026-11-23T00:00:00Z", "UTC", "[00:00] Hi")]
    [InlineData("2026-11-22T23:59:00Z", "UTC", "[2026-11-22 23:59] Hi")]
    [InlineData("2026-11-23T09:58:59Z", "Asia/Novosibirsk", "[16:58] Hi")]
    [InlineData("2026-11-22T23:59:00Z", "Asia/Novosibirsk", "[06:59] Hi")]
    [InlineData("2026-11-23T04:30:00Z", "America/New_York", "[2026-11-22 23:30] Hi")]
    public void A_late_text_is_given_its_time_in_the_channels_zone(string accepted, string zone, string words) =>
        Words(new ChannelOptions { TimeZone = zone }, (DateTimeOffset.Parse(accepted, null), Text("Hi"))).ShouldBe(words);

    [Fact]
    public void Only_the_late_ones_are_given_a_time() =>
        Words((Claimed.AddMinutes(-5), Text("late")), (Claimed.AddSeconds(-30), Text("now")), (Claimed.AddMinutes(-2), new ClientFile("https://f/a", "a", null)))
            .ShouldBe("[09:55] late\nnow\n[09:58] File from the client: a\nhttps://f/a");

    [Fact]
    public void What_is_sent_again_hours_later_reads_as_it_did()
    {
        (DateTimeOffset, MessageBody)[] said = [(Claimed.AddMinutes(-5), Text("late")), (Claimed, Text("now"))];
        var first = Batch(said);
        var again = Batch(said) with { Unsure = true, Batch = [.. first.Batch.Select(message => message with { Attempts = 7, State = MessageState.Sending, DueAt = Claimed.AddHours(5) })] };

        ClientWords.Of(again, new ChannelOptions()).ShouldBe(ClientWords.Of(first, new ChannelOptions()));
    }

    private static ClientText Text(string text) => new(text);

    private static string Words(params (DateTimeOffset AcceptedAt, MessageBody Body)[] messages) => Words(new ChannelOptions(), messages);

    private static string Words(ChannelOptions channel, params (DateTimeOffset AcceptedAt, MessageBody Body)[] messages) => ClientWords.Of(Batch(messages), channel);

    private static LaneBatch Batch((DateTimeOffset AcceptedAt, MessageBody Body)[] messages) => new(
        new Conversation { Id = "c", Client = Chat.Client, Helpdesk = "main", Phase = Phase.Open, OpenedAt = Claimed, DestinationId = "1" },
        [.. messages.Select((message, i) => new StoredMessage($"m{i}", "c", Direction.ToHelpdesk, i + 1, message.Body, MessageState.Pending, 0, message.AcceptedAt, message.AcceptedAt))],
        Unsure: false)
    {
        ClaimedAt = Claimed,
    };
}
