using System.Text;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Conversations;

namespace HelpdeskBridge.Tests.Messaging;

public sealed class OutboundBatchingTests
{
    private const string NotFetched = "https://slow.example.com/a.png";

    /// <summary>A message that waits, or (maybe sent) one whose attempt was interrupted, so that it may have arrived.</summary>
    public enum Message
    {
        OpenTicket,
        OpenTicketMaybeSent,
        Text,
        TextMaybeSent,
        File,
        FileNotFetchedYet,
        FileNotFetchedYetMaybeSent,
        MoveTicket,
        ClientLeft,
    }

    [Theory]
    [InlineData(new[] { Message.OpenTicket }, new[] { Message.OpenTicket })]
    [InlineData(new[] { Message.Text }, new[] { Message.Text })]
    [InlineData(new[] { Message.OpenTicket, Message.Text }, new[] { Message.OpenTicket, Message.Text })]
    [InlineData(new[] { Message.OpenTicket, Message.File }, new[] { Message.OpenTicket, Message.File })]
    [InlineData(new[] { Message.OpenTicket, Message.MoveTicket }, new[] { Message.OpenTicket })]
    [InlineData(new[] { Message.OpenTicket, Message.ClientLeft }, new[] { Message.OpenTicket })]
    [InlineData(new[] { Message.OpenTicket, Message.Text, Message.Text }, new[] { Message.OpenTicket, Message.Text, Message.Text })]
    [InlineData(new[] { Message.Text, Message.Text }, new[] { Message.Text, Message.Text })]
    [InlineData(new[] { Message.Text, Message.File }, new[] { Message.Text, Message.File })]
    [InlineData(new[] { Message.Text, Message.File, Message.Text }, new[] { Message.Text, Message.File })]
    [InlineData(new[] { Message.OpenTicket, Message.File, Message.Text }, new[] { Message.OpenTicket, Message.File })]
    [InlineData(new[] { Message.Text, Message.FileNotFetchedYet }, new[] { Message.Text })]
    [InlineData(new[] { Message.Text, Message.FileNotFetchedYet, Message.Text, Message.File }, new[] { Message.Text })]
    [InlineData(new[] { Message.OpenTicket, Message.FileNotFetchedYet }, new[] { Message.OpenTicket })]
    [InlineData(new[] { Message.OpenTicket, Message.Text, Message.FileNotFetchedYet }, new[] { Message.OpenTicket, Message.Text })]
    [InlineData(new[] { Message.FileNotFetchedYet }, new[] { Message.FileNotFetchedYet })]
    [InlineData(new[] { Message.FileNotFetchedYet, Message.File }, new[] { Message.FileNotFetchedYet })]
    [InlineData(
        new[] { Message.TextMaybeSent, Message.FileNotFetchedYetMaybeSent }, new[] { Message.TextMaybeSent, Message.FileNotFetchedYetMaybeSent })]
    [InlineData(new[] { Message.Text, Message.OpenTicket }, new[] { Message.Text })]
    [InlineData(new[] { Message.ClientLeft, Message.Text }, new[] { Message.ClientLeft })]
    [InlineData(new[] { Message.OpenTicketMaybeSent }, new[] { Message.OpenTicketMaybeSent })]
    [InlineData(new[] { Message.OpenTicketMaybeSent, Message.Text }, new[] { Message.OpenTicketMaybeSent })]
    [InlineData(new[] { Message.OpenTicketMaybeSent, Message.TextMaybeSent }, new[] { Message.OpenTicketMaybeSent, Message.TextMaybeSent })]
    [InlineData(new[] { Message.TextMaybeSent, Message.Text }, new[] { Message.TextMaybeSent })]
    [InlineData(new[] { Message.TextMaybeSent, Message.TextMaybeSent }, new[] { Message.TextMaybeSent, Message.TextMaybeSent })]
    public void The_first_message_is_sent_together_with_what_goes_into_the_same_call(Message[] waiting, Message[] batch)
    {
        var messages = waiting.Select(CreateMessage).ToList();

        OutboundBatching.Take(messages, IsReady).ShouldBe(messages.Take(batch.Length));
        waiting.Take(batch.Length).ShouldBe(batch, "a batch is the beginning of the queue");
    }

    [Theory]
    [InlineData(new[] { Message.OpenTicket })]
    [InlineData(new[] { Message.OpenTicket, Message.Text })]
    [InlineData(new[] { Message.OpenTicket, Message.File, Message.Text })]
    [InlineData(new[] { Message.OpenTicketMaybeSent, Message.TextMaybeSent, Message.Text })]
    [InlineData(new[] { Message.Text, Message.Text, Message.Text })]
    public void A_batch_is_always_the_beginning_of_the_queue_and_never_empty(Message[] waiting)
    {
        var messages = waiting.Select(CreateMessage).ToList();
        var batch = OutboundBatching.Take(messages, IsReady);

        batch.Count.ShouldBeInRange(1, OutboundBatching.Window);
        batch.ShouldBe(messages.Take(batch.Count));
    }

    /// <summary>An operator sends a dead letter again while a later batch is on its way: both may have arrived, each as it was.</summary>
    [Theory]
    [InlineData(new string?[] { "batch 1" }, 1)]
    [InlineData(new string?[] { "batch 1", "batch 1" }, 2)]
    [InlineData(new string?[] { "batch 1", "batch 2", "batch 2" }, 1)]
    [InlineData(new string?[] { "batch 1", "batch 1", "batch 2" }, 2)]
    [InlineData(new string?[] { null, null }, 2)]
    [InlineData(new string?[] { null, "batch 1" }, 1)]
    public void Batches_that_may_have_been_sent_are_not_mixed(string?[] batchIds, int sentTogether)
    {
        var messages = batchIds.Select((batchId, index) => CreateMessage(Message.TextMaybeSent, index) with { BatchId = batchId }).ToList();

        OutboundBatching.Take(messages, IsReady).ShouldBe(messages.Take(sentTogether));
    }

    /// <summary>Each look at a queue loads its window, so for JAICP the window is what is sent: one event.</summary>
    [Fact]
    public void JAICP_gets_one_event_at_a_time_so_no_more_is_loaded()
    {
        StoredMessage[] messages =
        [
            CreateMessage(Message.Text, 0) with { Direction = Direction.ToJaicp, Body = new AgentText("one", ConversationFixture.Ann) },
            CreateMessage(Message.Text, 1) with { Direction = Direction.ToJaicp, Body = new AgentText("two", ConversationFixture.Ann) },
        ];

        OutboundBatching.Take(messages, IsReady).Count.ShouldBe(OutboundBatching.GetWindow(Direction.ToJaicp));
        OutboundBatching.GetWindow(Direction.ToHelpdesk).ShouldBe(OutboundBatching.Window);
    }

    /// <summary>Zendesk cuts a comment above 64 kB silently, and the link of a file that is not attached is its last line.</summary>
    [Theory]
    [InlineData(59_960, 8192, 1)]
    [InlineData(55_000, 8192, 1)]
    [InlineData(50_000, 8192, 2)]
    [InlineData(58_000, 40, 2)]
    public void The_line_of_a_file_that_is_not_attached_fits_into_the_comment(int textLength, int urlLength, int sentTogether)
    {
        const string Host = "https://files.example.com/";
        var name = new string('я', 255);
        var url = Host + new string('a', urlLength - Host.Length);
        StoredMessage[] messages =
        [
            CreateMessage(Message.Text, 0) with { Body = new ClientText(new string('x', textLength)) },
            CreateMessage(Message.File, 1) with { Body = new ClientFile(url, name, null) },
        ];

        var taken = OutboundBatching.Take(messages, IsReady);
        var batch = new OutboundBatch(ConversationStates.TicketOpen.Conversation!, taken, MayHaveArrived: false)
        {
            ClaimedAt = ConversationFixture.Start.AddDays(1),
            Files = new Dictionary<string, UploadedFile> { ["m1"] = new(name, null, null, ClientFileFault.Forbidden) },
        };

        taken.Count.ShouldBe(sentTogether);
        foreach (var language in TextCatalogue.Languages)
        {
            var channel = new ChannelOptions { Texts = { [TextCatalogue.LanguageKey] = language } };
            Encoding.UTF8.GetByteCount(CommentFormatter.Format(batch, channel)).ShouldBeLessThanOrEqualTo(TextSplitter.MaxBytes);
        }
    }

    /// <summary>Each text takes 32 bytes more than it has, and a file 1,277 more than its address.</summary>
    [Theory]
    [InlineData(29_968, 29_968, null, 2)]
    [InlineData(29_968, 29_969, null, 1)]
    [InlineData(58_651, null, 40, 2)]
    [InlineData(58_652, null, 40, 1)]
    public void A_batch_has_sixty_thousand_bytes_at_the_most(int first, int? text, int? address, int sentTogether)
    {
        StoredMessage[] messages =
        [
            CreateMessage(Message.Text, 0) with { Body = new ClientText(new string('x', first)) },
            CreateMessage(Message.Text, 1) with
            {
                Body = address is { } length
                    ? new ClientFile(new string('x', length), null, null)
                    : new ClientText(new string('x', text!.Value)),
            },
        ];

        OutboundBatching.Take(messages, IsReady).Count.ShouldBe(sentTogether);
    }

    private static bool IsReady(StoredMessage message) => message.Body is not ClientFile { Url: NotFetched };

    private static StoredMessage CreateMessage(Message message, int index) => new(
        $"m{index}",
        "c",
        Direction.ToHelpdesk,
        index + 1,
        message switch
        {
            Message.OpenTicket or Message.OpenTicketMaybeSent => new OpenTicket(),
            Message.Text or Message.TextMaybeSent => new ClientText("Hello"),
            Message.File => new ClientFile("https://files.example.com/a.png", null, null),
            Message.FileNotFetchedYet or Message.FileNotFetchedYetMaybeSent => new ClientFile(NotFetched, null, null),
            Message.MoveTicket => new MoveTicket(),
            _ => new ClientLeftNote(null),
        },
        message is Message.OpenTicketMaybeSent or Message.TextMaybeSent or Message.FileNotFetchedYetMaybeSent
            ? MessageState.Sending
            : MessageState.Pending,
        0,
        ConversationFixture.Start,
        ConversationFixture.Start);
}
