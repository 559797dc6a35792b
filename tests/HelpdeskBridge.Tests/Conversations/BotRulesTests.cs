using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationFixture;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>What the bot's script says about a chat, while it lasts or after its end.</summary>
public sealed class BotRulesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_rating_is_kept_and_noted_and_neither_begins_nor_reopens_a_chat(bool isOver)
    {
        var chat = InProgress();
        if (isOver)
            chat.Apply(ClientLeaves);
        chat.Sent.Clear();
        var before = chat.Current!;
        chat.Advance(TimeSpan.FromMinutes(1)).Apply(new ConversationInput.ClientRated(4, "good"));

        chat.Sent.ShouldBe([new Outgoing(new RatingNote(4, "good"), chat.Now)]);
        chat.Current.ShouldBe(before with { Rating = new Rating(4, "good", chat.Now) });
    }

    [Theory]
    [InlineData(4, "good", 1)]
    [InlineData(5, "good", 2)]
    [InlineData(4, "bad", 2)]
    [InlineData(4, null, 2)]
    public void Only_a_rating_that_differs_from_the_last_one_is_noted_again(int score, string? comment, int notes) =>
        InProgress().Apply(new ConversationInput.ClientRated(4, "good"), new ConversationInput.ClientRated(score, comment))
            .Sent.Count.ShouldBe(notes);

    [Theory]
    [InlineData(5, "good", 4)]
    [InlineData(4, "bad", null)]
    public void A_rating_that_corrects_another_score_names_it(int score, string comment, int? former) =>
        InProgress().Apply(new ConversationInput.ClientRated(4, "good"), new ConversationInput.ClientRated(score, comment))
            .Sent.Select(outgoing => ((RatingNote)outgoing.Body).Former).ShouldBe([null, former]);

    [Fact]
    public void Fields_are_set_in_the_ticket_also_after_the_end()
    {
        var chat = InProgress().Apply(ClientLeaves);
        chat.Sent.Clear();
        var before = chat.Current;
        chat.Apply(new ConversationInput.BotSetFields("{\"topic\":\"delivery\"}"));

        chat.Sent.ShouldBe([new Outgoing(new TicketFieldValues("{\"topic\":\"delivery\"}"), chat.Now)]);
        chat.Current.ShouldBe(before! with { Context = before.Context with { ScriptFields = "{\"topic\":\"delivery\"}" } });
    }

    [Fact]
    public void Of_a_field_that_is_given_twice_the_last_value_counts() => HandOverContext.Empty
        .WithFields("""{"a":"1","b":"x"}""").WithFields("""{"a":"2","a":"3"}""").ScriptFields.ShouldBe("""{"a":"3","b":"x"}""");

    /// <summary>Whoever spoke last is right: the script, or the hand-over that changes an attribute of that name.</summary>
    [Theory]
    [InlineData("""{"a":"1","b":"1"}""", null, """{"a":"s","c":"s"}""")]
    [InlineData("""{"a":"2","b":"1"}""", null, """{"c":"s"}""")]
    [InlineData("""{"a":"1","b":"2"}""", null, """{"a":"s","c":"s"}""")]
    [InlineData("""{"b":"1"}""", """{"c":"h"}""", null)]
    [InlineData(null, """{"c":"h"}""", """{"a":"s"}""")]
    public void What_the_script_said_about_a_field_lasts_until_the_attribute_of_that_name_changes(
        string? attributes, string? hiddenAttributes, string? left)
    {
        var context = new HandOverContext("""{"a":"1","b":"1"}""", null, null).WithFields("""{"a":"r"}""").WithFields("""{"a":"s","c":"s"}""");

        var merged = context.Merge(new HandOverContext(attributes, hiddenAttributes, null));

        merged.ScriptFields.ShouldBe(left);
    }

    [Fact]
    public void Without_a_chat_there_is_nothing_to_rate_and_no_ticket_to_set_fields_of()
    {
        var nobody = new ConversationFixture().Apply(new ConversationInput.ClientRated(5, null), new ConversationInput.BotSetFields("{}"));

        nobody.Sent.ShouldBeEmpty();
        nobody.Current.ShouldBeNull();
    }
}
