using System.Text.Json;
using HelpdeskBridge.RequestTracker.Api;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>What is read of Request Tracker's answers, whose members come in any order (recorded from 5.0.3).</summary>
public sealed class RequestTrackerJsonTests
{
    [Theory]
    [InlineData("""{"items":[{"Type":"Correspond","type":"transaction","id":"72","ObjectId":"3","Creator":{"id":31,"Name":"olga"}}]}""")]
    [InlineData("""{"items":[{"type":"transaction","Creator":{"Name":"olga","id":31},"ObjectId":"3","id":"72","Type":"Correspond"}]}""")]
    public void A_name_that_differs_only_in_case_is_another_one(string json)
    {
        var transaction = JsonSerializer.Deserialize<RtList<RtTransaction>>(json, RequestTrackerJson.Options)!.Items!.Single();

        (transaction.Id, transaction.Type, transaction.ObjectId, transaction.Creator).ShouldBe(
            ("72", "Correspond", "3", new RtReference("31", "olga", null)));
        transaction.IsCorrespondence.ShouldBeTrue();
    }

    [Fact]
    public void An_answer_without_a_list_is_not_an_empty_list() =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<RtList<RtTransaction>>("""{"count":0}""", RequestTrackerJson.Options));

    /// <summary>Who read on would take an entry without an id for something that nobody wrote.</summary>
    [Theory]
    [InlineData("""{"items":null}""")]
    [InlineData("""{"items":[null]}""")]
    [InlineData("""{"items":[{"Type":"Correspond","ObjectId":"3"}]}""")]
    [InlineData("""{"items":[{"id":{},"Type":"Correspond","ObjectId":"3"}]}""")]
    [InlineData("""{"items":[{"id":"72"},null]}""")]
    public void A_list_with_an_entry_that_is_none_can_not_be_read(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<RtList<RtTransaction>>(json, RequestTrackerJson.Options));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":"","Status":"open"}""")]
    [InlineData("""{"id":7,"CustomFields":[null]}""")]
    public void An_answer_without_an_id_is_no_ticket(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<RtTicket>(json, RequestTrackerJson.Options));

    [Fact]
    public void Half_a_surrogate_pair_and_invalid_bytes_cost_no_answer()
    {
        byte[] json = [.. """{"items":[{"id":"51","Content":"half \ud83d and """u8, 0xED, 0xA0, 0x80, .. " bytes\"}]}"u8];
        var part = JsonSerializer.Deserialize<RtList<RtAttachment>>(json, RequestTrackerJson.Options)!.Items!.Single();

        part.Content.ShouldBe("half \uFFFD and \uFFFD\uFFFD\uFFFD bytes");
        JsonSerializer.Deserialize<RtTransaction>("""{"id":"72","Creator":{"id":"\ud83d","\ud83d":1}}""", RequestTrackerJson.Options)!
            .Creator.ShouldBe(new RtReference("", null, null));
    }

    [Fact]
    public void A_ticket_is_read_with_its_fields()
    {
        const string Json = """
            {"Status":"open","id":"7","type":"ticket","Queue":{"type":"queue","id":"3"},"Owner":{"id":"olga"},"Requestor":[{"id":"jaicp-1"}],
             "LastUpdated":"2026-11-26T20:57:26Z","CustomFields":[{"type":"customfield","name":"Plan","id":"2","values":["Gold"]}]}
            """;
        var ticket = JsonSerializer.Deserialize<RtTicket>(Json, RequestTrackerJson.Options)!;

        (ticket.Id, ticket.Status, ticket.Queue!.Id, ticket.Owner!.Id).ShouldBe(("7", "open", "3", "olga"));
        var field = ticket.CustomFields!.Single();
        (field.Id, field.Name, field.Values!.Single()).ShouldBe(("2", "Plan", "Gold"));
    }
}
