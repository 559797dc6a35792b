using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>How the content of messages is stored and read, and what the kinds of messages are.</summary>
public sealed class MessageBodyTests
{
    [Fact]
    public void A_stored_message_is_read_as_it_was()
    {
        var file = new AttachedFile("f1", "https://acme.example.com/f1", "a.png", "image/png", 10);
        MessageBody[] bodies =
        [
            new ClientText("Hello"), new MoveTicket { BeginsChat = true }, new AgentFile(file, ConversationFixture.Ann),
            new FileNotForwarded("a.png", ForwardingRefusal.TooLarge), new ClientNotice(Notice.Waiting, ConversationFixture.Bot, "3"),
        ];

        foreach (var body in bodies)
            MessageBody.Parse(body.ToJson(), body.Direction).ShouldBe(body);
        new FileNotForwarded("a.png", ForwardingRefusal.TooLarge).ToJson()
            .ShouldStartWith("""{"kind":"fileNotForwarded","name":"a.png","why":"tooLarge",""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"kind":"of another version"}""")]
    [InlineData("""{"kind":"clientText"}""")]
    [InlineData("""{"kind":"clientText","text":null}""")]
    [InlineData("""{"kind":"clientFile","url":"https://files.example.com/a.png","name":null,"size":"large"}""")]
    public void What_can_not_be_read_fails_when_it_is_sent_and_does_not_block_its_queue(string json)
    {
        MessageBody.Parse(json, Direction.ToHelpdesk).ShouldBeOfType<UnreadableHelpdeskMessage>().Kind.ShouldBe("Unreadable");
        MessageBody.Parse(json, Direction.ToJaicp).ShouldBeOfType<UnreadableJaicpMessage>().Direction.ShouldBe(Direction.ToJaicp);
    }

    /// <summary>Words, files and hand-overs do, and what reopens the ticket for them. Notes do not.</summary>
    [Fact]
    public void Only_what_the_client_says_and_what_the_bot_hands_over_carries_a_chat_on() =>
        typeof(HelpdeskMessage).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(HelpdeskMessage)))
            .Where(type => ((HelpdeskMessage)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type)).CarriesChatOn)
            .ShouldBe(
                [typeof(OpenTicket), typeof(ClientText), typeof(ClientFile), typeof(MoveTicket), typeof(ReopenTicket)], ignoreOrder: true);

    [Fact]
    public void A_hand_over_again_says_what_changed_and_of_hidden_data_only_the_names()
    {
        var move = MoveTicket.Create(
            new HandOverContext("""{"a":1,"b":2}""", """{"h":1}""", null), new HandOverContext("""{"a":1,"b":3}""", """{"h":2}""", """{"c":4}"""));

        move.Attributes.ShouldBe([new ContextChange("b", "2", "3")]);
        move.CustomData.ShouldBe([new ContextChange("c", null, "4")]);
        move.Hidden.ShouldBe(["h"]);
        move.BeginsChat.ShouldBeFalse();
    }

    /// <summary>
    /// The note is cut anyway. Of the changes after the one that exceeds 400,000 characters the names are kept, since fields may be set from them.
    /// </summary>
    [Theory]
    [InlineData(399_996, 3)]
    [InlineData(399_997, 3)]
    [InlineData(399_998, 2)]
    [InlineData(399_999, 2)]
    [InlineData(400_000, 1)]
    public void Of_very_many_changes_the_values_are_not_kept(int lengthOfFirst, int shown)
    {
        var quotationMarks = 2;
        var after = $$"""{"a":"{{new string('x', lengthOfFirst - quotationMarks)}}","b":1,"c":2}""";

        var move = MoveTicket.Create(HandOverContext.Empty, new HandOverContext(after, null, after));

        move.Attributes!.Count.ShouldBe(shown);
        move.CustomData!.Count.ShouldBe(shown);
        move.Hidden.ShouldBe("abc".Skip(shown).Select(name => $"{name}"));
        MoveTicket.Create(new HandOverContext(after, null, null), HandOverContext.Empty).Attributes!.Count.ShouldBe(shown);
    }
}
