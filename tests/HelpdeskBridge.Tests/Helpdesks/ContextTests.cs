using System.Text.Json;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Tests.Conversations;
using HelpdeskBridge.Zendesk.Tickets;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Helpdesks;

/// <summary>The context that the bot hands over: how agents read it, what of it has changed, what becomes of it in ticket fields and tags.</summary>
public sealed class ContextTests
{
    [Theory]
    [InlineData("""{"plan":"gold","vip":true,"age":33144692244499,"none":null}""", "plan: gold\nvip: true\nage: 33144692244499\nnone: null")]
    [InlineData(
        """{"address":{"city":"Москва","geo":{"lat":1.50}},"phones":["1","2"]}""", "address:\n  city: Москва\n  geo:\n    lat: 1.50\nphones: 1, 2")]
    [InlineData("""{"items":[{"id":1,"n":["a"]},{"id":2}],"text":"one\ntwo","empty":{}}""",
        "items:\n  - id: 1\n    n: a\n  - id: 2\ntext:\n  one\n  two\nempty:")]
    [InlineData("""{"a\nb":"😀 \u0434"}""", "a b: 😀 д")]
    [InlineData("""["a",1]""", "[\n  \"a\",\n  1\n]")]
    [InlineData("\"no json\"", "\"no json\"")]
    [InlineData("7", "7")]
    [InlineData("{}", "")]
    [InlineData("[]", "")]
    [InlineData(null, "")]
    public void Attributes_are_lines_of_name_and_value(string? json, string lines) => ContextFormatter.FormatLines(json).ShouldBe(lines);

    [Theory]
    [InlineData("""{"orderId":7,"name":"Иван 😀 <b>"}""", "{\n  \"orderId\": 7,\n  \"name\": \"Иван 😀 <b>\"\n}")]
    [InlineData("[]", "")]
    [InlineData(null, "")]
    public void Custom_data_is_indented_JSON(string? json, string lines) => ContextFormatter.FormatJson(json).ShouldBe(lines);

    [Theory]
    [InlineData("""{"a":1}""", """{ "a":1.0 }""", "")]
    [InlineData("""{"a":1,"b":{"x":1},"c":"old"}""", """{"b":{"x":2},"a":1,"d":["n"]}""", "~ b: {\"x\":1} → {\"x\":2}\n- c: old\n+ d: [\"n\"]")]
    [InlineData(null, """{"a":"x"}""", "+ a: x")]
    [InlineData("""{"a":"x"}""", "{}", "- a: x")]
    [InlineData("""{"a":"x"}""", "[1]", """~ {"a":"x"} → [1]""")]
    [InlineData(null, "7", "+ 7")]
    [InlineData("""{"a":"one\ntwo"}""", """{"a":"one"}""", """~ a: "one\ntwo" → one""")]
    public void Only_what_changed_is_written_again(string? before, string? after, string lines) =>
        ContextFormatter.FormatChanges(ContextChange.Between(before, after)).ShouldBe(lines);

    [Theory]
    [InlineData("\"gold\"", "\"gold\"")]
    [InlineData("true", "true")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("""{"a":[1]}""", "\"{\\u0022a\\u0022:[1]}\"")]
    [InlineData("null", null)]
    public void A_field_takes_the_value_as_it_is_and_what_is_nested_as_JSON(string attribute, string? value)
    {
        var fields = TicketFields.GetFields(new HandOverContext($$"""{"x":{{attribute}}}""", null, null), Mapping("x", "36000"));

        (fields is null ? null : JsonSerializer.Serialize(fields.ShouldHaveSingleItem().Value)).ShouldBe(value);
    }

    [Fact]
    public void A_hidden_attribute_goes_into_a_field_only_where_configured_and_an_ordinary_one_comes_first()
    {
        var context = new HandOverContext("""{"a":"seen"}""", """{"a":"hidden","b":"secret","c":"left"}""", null);

        TicketFields.GetFields(context, new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" })
            .ShouldNotBeNull().Select(field => $"{field.Id} {field.Value}").ShouldBe(["1 seen", "2 secret"]);
        TicketFields.GetFields(context, new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }, new HashSet<string> { "b" }).ShouldNotBeNull()
            .ShouldHaveSingleItem().Id.ShouldBe(2);
    }

    [Fact]
    public void An_over_long_value_is_cut_between_two_characters() =>
        TicketFields.GetFields(
            new HandOverContext($$"""{"x":"y{{string.Concat(Enumerable.Repeat("😀", 40_000))}}"}""", null, null), Mapping("x", "1"))!
            .Single().Value.GetString()!.Length.ShouldBe(65_535);

    [Theory]
    [InlineData("\" VIP client \"", new[] { "vip_client" })]
    [InlineData("""["A","b c","a",{"x":1},null,7,"#"]""", new[] { "a", "b_c", "7" })]
    [InlineData("true", new[] { "true" })]
    [InlineData("\"Клиент, новый\"", new[] { "клиент__новый" })]
    [InlineData("""{"a":1}""", new string[0])]
    [InlineData("null", new string[0])]
    public void Values_become_tags(string attribute, string[] tags) =>
        TicketFields.GetTags(new HandOverContext($$"""{"x":{{attribute}}}""", null, null), Mapping("x", "tags")).ShouldBe(tags);

    [Fact]
    public void A_note_with_the_context_is_written_in_the_first_ticket_only_and_only_if_there_is_any()
    {
        var context = new HandOverContext("""{"plan":"gold"}""", """{"h":1}""", null);
        ConversationFixture.WithNewTicket(context).SentTypes.ShouldBe([typeof(OpenTicket), typeof(ContextNote)]);
        ConversationFixture.WithNewTicket(context).Apply(TicketOpened("8")).SentTypes.ShouldBe([typeof(OpenTicket), typeof(ContextNote)]);
        ConversationFixture.WithNewTicket(new HandOverContext("{}", """{"h":1}""", "{}")).SentTypes.ShouldBe([typeof(OpenTicket)]);
    }

    [Fact]
    public void A_part_that_another_hand_over_leaves_out_stays_as_it_was()
    {
        var conversation = ConversationFixture.WithNewTicket(new HandOverContext("""{"plan":"gold"}""", """{"h":1}""", "[7]"));
        conversation.Apply(new ConversationInput.HandedOver("3", null, new HandOverContext(null, """{"h":2}""", "[8]")));

        var move = conversation.Sent[^1].Body.ShouldBeOfType<MoveTicket>();
        move.Attributes.ShouldBe([]);
        move.CustomData.ShouldBe([new ContextChange("", "[7]", "[8]")]);
        move.Hidden.ShouldBe(["h"]);
        conversation.Current!.Context.ShouldBe(new HandOverContext("""{"plan":"gold"}""", """{"h":2}""", "[8]"));
    }

    [Theory]
    [InlineData("""{"kind":"moveTicket"}""")]
    [InlineData("""{"kind":"moveTicket","attributes":[{"name":"a","before":null,"after":"1"}],"customData":[],"hidden":["h"]}""")]
    public void A_stored_move_of_this_version_and_of_the_one_before_can_be_read(string json) =>
        MessageBody.Parse(json, Direction.ToHelpdesk).ShouldBeOfType<MoveTicket>();

    private static Dictionary<string, string> Mapping(string attribute, string field) => new() { [attribute] = field };
}
