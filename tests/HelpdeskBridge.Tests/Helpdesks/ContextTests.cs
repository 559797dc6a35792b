using System.Globalization;
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
    [InlineData("""{"o":{"x":1,"y":2}}""", """{"o":{"x":1,"y":3}}""", "~ o: {\"x\":1,\"y\":2} → {\"x\":1,\"y\":3}")]
    [InlineData("""{"o":{"x":1,"y":2}}""", """{"o":{"y":2.0,"x":1}}""", "")]
    [InlineData("""{"o":{"x":1}}""", """{"o":{"z":1}}""", "~ o: {\"x\":1} → {\"z\":1}")]
    [InlineData("""{"o":{"x":1}}""", """{"o":{"x":1,"y":2}}""", "~ o: {\"x\":1} → {\"x\":1,\"y\":2}")]
    [InlineData("""{"l":[1,2]}""", """{"l":[1,3]}""", "~ l: [1,2] → [1,3]")]
    [InlineData("""{"l":[1,2]}""", """{"l":[1]}""", "~ l: [1,2] → [1]")]
    [InlineData("""{"l":[1,"\u0061"]}""", """{"l":[1.0,"a"]}""", "")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", "~ a: 1 → 1")]
    [InlineData("""{"a":1e999}""", """{"a":1e999}""", "")]
    [InlineData("""{"a":1e999}""", """{"a":2e999}""", "~ a: 1e999 → 2e999")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""", "")]
    [InlineData("""{"a":true}""", """{"a":false}""", "~ a: true → false")]
    [InlineData("[1]", "[1.0]", "")]
    [InlineData(null, """{"a":"x"}""", "+ a: x")]
    [InlineData("""{"a":"x"}""", "{}", "- a: x")]
    [InlineData("""{"a":"x"}""", "[1]", """~ {"a":"x"} → [1]""")]
    [InlineData(null, "7", "+ 7")]
    [InlineData("""{"a":"one\ntwo"}""", """{"a":"one"}""", """~ a: "one\ntwo" → one""")]
    public void Only_what_changed_is_written_again(string? before, string? after, string lines) =>
        ContextFormatter.FormatChanges(ContextChange.Between(before, after)).ShouldBe(lines);

    /// <summary>A body of a megabyte, nested as deep as JSON may be: each of its 200,000 lines would be indented by 120 characters.</summary>
    [Fact]
    public void Deeply_nested_data_takes_a_small_multiple_of_its_size()
    {
        var json = "{\"a\":" + new string('[', 58) + "1" + string.Concat(Enumerable.Repeat(",[1]", 200_000)) + new string(']', 58) + "}";
        _ = ContextFormatter.FormatLines("{\"a\":1}") + ContextFormatter.FormatJson("{\"a\":1}"); // compiled before it is measured
        var before = GC.GetAllocatedBytesForCurrentThread();
        string[] texts =
        [
            ContextFormatter.FormatLines(json), ContextFormatter.FormatJson(json), ContextFormatter.FormatChanges(ContextChange.Between(null, json)),
        ];

        texts.ShouldAllBe(text => text.Length < 70_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(40L * json.Length);
    }

    /// <summary>Two bodies of a megabyte with the same 50,000 names. A look at each name for each name would take minutes.</summary>
    [Fact]
    public void Very_many_members_are_compared_in_one_pass()
    {
        ContextChange.Between(Many(1), Many(1)).ShouldBeEmpty();
        ContextChange.Between(Many(1), Many(2)).Count.ShouldBe(50_000);
        ContextChange.Between($"{{\"nested\":{Many(1)}}}", $"{{\"nested\":{Many(2)}}}").Count.ShouldBe(1);

        static string Many(int value) =>
            "{" + string.Join(',', Enumerable.Range(0, 50_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"{i:x}\":{value}"))) + "}";
    }

    /// <summary>The note about it shows no more, but each name may be one that is mapped to a ticket field.</summary>
    [Fact]
    public void Of_very_many_changes_the_message_keeps_what_a_note_can_show_and_all_names()
    {
        var move = MoveTicket.Create(new HandOverContext(Many(1), null, Many(1)), new HandOverContext(Many(2), null, Many(2)));

        move.Attributes!.Select(change => change.Name).Concat(move.Hidden!).Distinct().Count().ShouldBe(50_000);
        ContextFormatter.FormatChanges(move.Attributes).ShouldBe(ContextFormatter.FormatChanges(ContextChange.Between(Many(1), Many(2))));
        ContextFormatter.FormatChanges(move.CustomData).ShouldBe(ContextFormatter.FormatChanges(move.Attributes));
        move.Attributes!.Sum(change => change.Before!.Length + change.After!.Length).ShouldBeLessThan(500_000);

        static string Many(int value) => "{" + string.Join(',', Enumerable.Range(0, 50_000).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"\"{i:x}\":\"a value of some length: {value}\""))) + "}";
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("{}", false)]
    [InlineData(" {\n } ", false)]
    [InlineData("""{"a":1}""", true)]
    [InlineData("""{"":{}}""", true)]
    [InlineData("[]", true)]
    [InlineData("\"a\"", true)]
    [InlineData("0", true)]
    public void A_part_of_the_context_has_content_unless_it_is_an_empty_object(string? part, bool hasContent) =>
        HandOverContext.HasContent(part).ShouldBe(hasContent);

    [Theory]
    [InlineData("""{"a":1e99999999999}""", """{"a":1e99999999999}""", 0)]
    [InlineData("""{"a":1e99999999999}""", """{"a":2e99999999999}""", 1)]
    [InlineData("""{"a":[1.0,{"b":"\u0061"}]}""", """{"a":[1,{"b":"a"}]}""", 0)]
    [InlineData("""{"a":{"x":1,"y":2}}""", """{"a":{"y":2,"x":1}}""", 0)]
    [InlineData("""{"a":{"x":1}}""", """{"a":{"x":1,"y":null}}""", 1)]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", 1)]
    [InlineData("[1]", "[1.0]", 0)]
    public void Values_are_compared_by_meaning(string before, string after, int changes) =>
        ContextChange.Between(before, after).Count.ShouldBe(changes);

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
