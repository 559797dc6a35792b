using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Rules;

public sealed class OutboundBatchingTests
{
    private const string NotFetched = "https://slow.example.com/a.png";

    /// <summary>o: open the ticket, t: text, f: file, u: file that is not fetched yet, m: move, l: left; capital letters: may have been sent already.</summary>
    [Theory]
    [InlineData("o", "o")]
    [InlineData("t", "t")]
    [InlineData("ot", "ot")]
    [InlineData("of", "of")]
    [InlineData("om", "o")]
    [InlineData("ol", "o")]
    [InlineData("ott", "ott")]
    [InlineData("tt", "tt")]
    [InlineData("tf", "tf")]
    [InlineData("tft", "tf")]
    [InlineData("oft", "of")]
    [InlineData("tu", "t")]
    [InlineData("tutf", "t")]
    [InlineData("ou", "o")]
    [InlineData("otu", "ot")]
    [InlineData("u", "u")]
    [InlineData("uf", "u")]
    [InlineData("TU", "TU")]
    [InlineData("to", "t")]
    [InlineData("lt", "l")]
    [InlineData("O", "O")]
    [InlineData("Ot", "O")]
    [InlineData("OT", "OT")]
    [InlineData("Tt", "T")]
    [InlineData("TT", "TT")]
    public void The_head_takes_along_what_goes_with_it(string waiting, string taken)
    {
        var messages = waiting.Select((letter, index) => Message(letter, index)).ToList();

        OutboundBatching.Take(messages, IsReady).ShouldBe(messages.Take(taken.Length));
    }

    [Theory]
    [InlineData("o")]
    [InlineData("ot")]
    [InlineData("oft")]
    [InlineData("OTt")]
    [InlineData("ttt")]
    public void What_is_taken_is_always_the_beginning_of_the_lane_and_never_nothing(string waiting)
    {
        var messages = waiting.Select((letter, index) => Message(letter, index)).ToList();
        var taken = OutboundBatching.Take(messages, IsReady);

        taken.Count.ShouldBeInRange(1, OutboundBatching.Window);
        taken.ShouldBe(messages.Take(taken.Count));
    }

    private static bool IsReady(StoredMessage message) => message.Body is not ClientFile { Url: NotFetched };

    /// <summary>An operator sends a dead letter again while a later batch is on its way: both may have arrived, each as it was.</summary>
    [Theory]
    [InlineData("1", 1)]
    [InlineData("11", 2)]
    [InlineData("122", 1)]
    [InlineData("112", 2)]
    [InlineData("--", 2)]
    [InlineData("-1", 1)]
    public void Batches_that_may_have_been_sent_are_not_mixed(string batches, int taken)
    {
        var messages = batches.Select((batch, index) => Message('T', index) with { BatchId = batch == '-' ? null : $"m{batch}" }).ToList();

        OutboundBatching.Take(messages, IsReady).ShouldBe(messages.Take(taken));
    }

    private static StoredMessage Message(char letter, int index) => new(
        $"m{index}",
        "c",
        Direction.ToHelpdesk,
        index + 1,
        char.ToLowerInvariant(letter) switch
        {
            'o' => new OpenTicket(),
            't' => new ClientText("Hello"),
            'f' => new ClientFile("https://files.example.com/a.png", null, null),
            'u' => new ClientFile(NotFetched, null, null),
            'm' => new MoveTicket(),
            _ => new ClientLeftNote(null),
        },
        char.IsUpper(letter) ? MessageState.Sending : MessageState.Pending,
        0,
        ConversationFixture.Start,
        ConversationFixture.Start);
}
