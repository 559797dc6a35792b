using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationFixture;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>Who is told that a message was not delivered, or is late.</summary>
public sealed class DeliveryRulesTests
{
    private static readonly ClientFile File = new("https://files.example.com/a.png", "a.png", 10);
    private static readonly AttachedFile Attached = new("f1", "https://acme.example.com/f1", "plan.pdf", null, null);

    [Theory]
    [InlineData("text of the client", true, "MessageNotDelivered")]
    [InlineData("text of the client", false, null)]
    [InlineData("file of the client", true, "FileNotDelivered a.png")]
    [InlineData("file of the client", false, null)]
    [InlineData("text of an agent", true, "Hi: 422")]
    [InlineData("text of an agent", false, "Hi: 422")]
    [InlineData("file of an agent", true, "plan.pdf: 422")]
    [InlineData("file of an agent", false, "plan.pdf: 422")]
    [InlineData("end", false, ": 422")]
    [InlineData("note", true, null)]
    [InlineData("notice", true, null)]
    [InlineData("hand-over", true, null)]
    public void The_author_is_told_that_it_was_not_delivered(string what, bool isOpen, string? told)
    {
        var chat = Chat(isOpen).Apply(new ConversationInput.DeliveryFailed("m1", 3, Message(what), "422"));

        chat.Sent.Select(Describe).ShouldBe(told is null ? [] : [told]);
        chat.Sent.ShouldAllBe(message => message.SourceKey == "failed:m1:3" && message.DueAt == chat.Now);
    }

    /// <summary>The next read then finds it solved, and ends the chat.</summary>
    [Theory]
    [InlineData(true, "Solved", "Open")]
    [InlineData(true, "Pending", "Pending")]
    [InlineData(false, "Solved", "Solved")]
    public void A_ticket_that_was_not_reopened_counts_as_one_that_an_agent_solved(bool isOpen, string before, string after)
    {
        var chat = Chat(isOpen);
        chat.Current = chat.Current! with { TicketStatus = Enum.Parse<TicketStatus>(before) };

        chat.Apply(new ConversationInput.DeliveryFailed("m1", 3, new ReopenTicket(), "422"));

        chat.Current!.TicketStatus.ToString().ShouldBe(after);
        chat.Sent.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("text of an agent", true)]
    [InlineData("file of an agent", true)]
    [InlineData("end", true)]
    [InlineData("notice", false)]
    [InlineData("text of the client", false)]
    public void The_agent_is_told_once_that_it_is_late(string what, bool isTold)
    {
        var chat = Chat(isOpen: true).Apply(new ConversationInput.DeliveryDelayed("m1", Message(what), "no answer"));

        chat.Sent.ShouldBe(isTold ? [new Outgoing(new ReplyDelayed("no answer"), chat.Now, "delayed:m1")] : []);
    }

    [Fact]
    public void Both_sides_are_told_of_a_file_that_no_comment_names()
    {
        var chat = Chat(isOpen: true).Apply(new ConversationInput.FileNotUploaded("m1", File, IsNamedInComment: false));

        chat.Sent.ShouldBe(
        [
            new Outgoing(new FileLeftOut("a.png", File.Url), chat.Now, "left-out:m1"),
            new Outgoing(new ClientNotice(Notice.FileNotDelivered, Bot, "a.png"), chat.Now, "failed:m1"),
        ]);
    }

    /// <summary>It is either sent or noted: so the note has the key of the text.</summary>
    [Fact]
    public void A_comment_that_is_not_sent_is_noted_with_the_key_of_its_text()
    {
        var chat = Chat(isOpen: true).Apply(new ConversationInput.CommentRefused("c1", CommentRefusal.Empty));

        chat.Sent.ShouldBe([new Outgoing(new CommentNotForwarded(CommentRefusal.Empty), chat.Now, "comment:main:c1")]);
        chat.Apply(AgentWrites("c1")).Sent[1].SourceKey.ShouldBe("comment:main:c1");
    }

    [Fact]
    public void The_parts_of_a_long_text_of_an_agent_have_keys_of_their_own()
    {
        var chat = Chat(isOpen: true).Apply(AgentWrites("c1", new string('x', (2 * TextSplitter.MaxUnits) + 1)));

        chat.Sent.Select(message => message.SourceKey).ShouldBe(["comment:main:c1", "comment:main:c1:2", "comment:main:c1:3"]);
    }

    private static ConversationFixture Chat(bool isOpen)
    {
        var chat = InProgress();
        if (!isOpen)
            chat.Apply(ClientLeaves);
        chat.Sent.Clear();
        return chat;
    }

    private static MessageBody Message(string what) => what switch
    {
        "text of the client" => new ClientText("Hello"),
        "file of the client" => File,
        "text of an agent" => new AgentText("Hi", Ann),
        "file of an agent" => new AgentFile(Attached, Ann),
        "end" => new ChatClosed(Ann),
        "note" => new ReplyDelayed("no answer"),
        "notice" => new ClientNotice(Notice.MessageNotDelivered, Bot),
        _ => new OpenTicket(),
    };

    private static string Describe(Outgoing message) => message.Body switch
    {
        ClientNotice notice => $"{notice.Notice} {notice.About}".Trim(),
        ReplyNotDelivered note => $"{note.Text}: {note.Reason}",
        _ => message.Body.Kind,
    };
}
