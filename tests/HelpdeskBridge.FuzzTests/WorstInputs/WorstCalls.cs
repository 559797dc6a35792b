using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using static HelpdeskBridge.FuzzTests.WorstInputs.WorstInput;

namespace HelpdeskBridge.FuzzTests.WorstInputs;

/// <summary>A request to the service.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Body">Its body; null: it is a GET.</param>
/// <param name="Answer">What the helpdesk answers when it is asked for the comments of a ticket; null: what it has.</param>
internal sealed record WorstRequest(string Path, byte[]? Body, WorstAnswer? Answer = null);

/// <summary>An answer to the question for the comments of one ticket.</summary>
internal sealed record WorstAnswer(long TicketId, byte[] Body);

/// <summary>A call of the service with a worst input.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="FullLength">The size of the whole input.</param>
/// <param name="CreateAsync">Creates the request with an input of this length; the number of the round makes it a new one.</param>
internal sealed record WorstCall(string Name, int FullLength, Func<MeasuredBridge, int, int, Task<WorstRequest>> CreateAsync);

/// <summary>Every call, with the worst inputs of its size limit.</summary>
internal static class WorstCalls
{
    private const int MaxBody = 1024 * 1024;
    private const int MaxPath = 7800;
    private const string Webhook = "/helpdesk/main/webhook";

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] AdminQueries =
        ["conversations?user=", "conversations?ticket=", "conversations?cursor=", "dead-letters?cursor=", "conversations/"];

    private static readonly string[] Pages = ["unclosed paragraphs", "text formats opened again", "quotes", "links", "unknown entities", "text"];

    public static IReadOnlyList<WorstCall> All { get; } =
    [
        .. WorstJson.All.Select(input => Call("selectDestination", "attributes", input)),
        .. WorstJson.All.Take(3).Select(input => Call("selectDestination", "customData", input)),
        .. WorstJson.All.Take(3).Select(input => Call("selectDestination", "hiddenAttributes", input)),
        HandOverAgain("attributes"),
        HandOverAgain("customData"),
        .. WorstTexts.All.Take(4).Select(input => Call("selectDestination", "userName", input, isText: true)),
        .. WorstTexts.All.Select(input => Call("sendText", "text", input, isText: true)),
        .. WorstTexts.All.Take(3).Select(input => Call("sendFile", "fileName", input, isText: true)),
        Call("sendFile", "url", Repeating("a long address", "a", "\"https://example.com/", "\"")),
        .. WorstTexts.All.Take(4).Select(input => Call("closeChat", "text", input, isText: true)),
        Call("setWebhook", "url", Repeating("a long address", "a", "\"https://example.jaicp.com/", "\"")),
        .. WorstJson.All.Take(3).Select(input => Call("setWebhook", "other", input)),
        .. WorstJson.All.Take(3).Select(input => Call("getDestinations", "other", input)),
        .. WorstJson.All.Select(input => Of($"webhook: {input.Name}", MaxBody, input, body => new WorstRequest(Webhook, body))),
        .. WorstJson.All.Take(3).Select(input => Of($"webhook, event: {input.Name}", MaxBody, input.Within(
            "{\"type\":\"zen:event-type:ticket.comment_added\",\"subject\":\"zen:ticket:1\",\"event\":", "}"),
            body => new WorstRequest(Webhook, body))),
        .. WorstTexts.All.Where(input => input.Name is "one word" or "percent signs").SelectMany(Queries),
        .. WorstAnswers.Comments.Select(Answer),
        .. WorstHtml.All.Where(input => Pages.Contains(input.Name)).Select(input => Answer(new WorstInput($"html, {input.Name}", length =>
            WorstAnswers.CreateComment(input.Create(length))))),
    ];

    /// <param name="call">The call.</param>
    /// <param name="field">The field with the input.</param>
    /// <param name="input">The input.</param>
    /// <param name="isText">Whether the input is the content of a string, and not JSON.</param>
    private static WorstCall Call(string call, string field, WorstInput input, bool isText = false) =>
        new($"{call}, {field}: {input.Name}", MaxBody, (_, length, round) =>
        {
            // Each time another client: the updates of one ticket are paced, so the texts of one client would wait for minutes.
            var before = Encoding.UTF8.GetBytes($$"""{"userId":"{{call}} {{field}} {{input.Name}} {{length}} {{round}}","{{field}}":""");
            var value = isText ? CreateString(input, length - before.Length - 1) : Encoding.UTF8.GetBytes(input.Create(length - before.Length - 1));
            return Task.FromResult(new WorstRequest($"/operator/shop/{{key}}/{call}", [.. before, .. value, .. "}"u8]));
        });

    private static byte[] CreateString(WorstInput input, int bytes)
    {
        const int Sample = 100_000;
        var bytesPerCharacter = JsonSerializer.SerializeToUtf8Bytes(input.Create(Sample), Unescaped).Length * 1.001 / Sample;
        return JsonSerializer.SerializeToUtf8Bytes(input.Create((int)(bytes / bytesPerCharacter)), Unescaped);
    }

    /// <summary>Every member changes, so all of them are compared, and all changes are written.</summary>
    private static WorstCall HandOverAgain(string field) => new($"selectDestination again, {field}", MaxBody, (_, length, round) =>
    {
        var value = round.ToString(CultureInfo.InvariantCulture);
        var input = Counting("", number => $"\"{number}\":{value}", ",", $$"""{"userId":"again {{field}} {{length}}","{{field}}":{""", "}}");
        return Task.FromResult(new WorstRequest("/operator/shop/{key}/selectDestination", Encoding.UTF8.GetBytes(input.Create(length))));
    });

    private static WorstCall Of(string name, int fullLength, WorstInput input, Func<byte[], WorstRequest> create) =>
        new(name, fullLength, (_, length, _) => Task.FromResult(create(Encoding.UTF8.GetBytes(input.Create(length)))));

    private static IEnumerable<WorstCall> Queries(WorstInput input) =>
        from query in AdminQueries
        select new WorstCall($"admin, {query}: {input.Name}", MaxPath, (_, length, _) => Task.FromResult(new WorstRequest(
            $"/admin/api/{query}{Uri.EscapeDataString(input.Create(length / (input.Name == "one word" ? 1 : 3)))}", null)));

    /// <summary>
    /// A webhook makes the service read the ticket. Each comment and each attachment becomes an event for JAICP, so a page has only some hundreds.
    /// </summary>
    private static WorstCall Answer(WorstInput input) =>
        new($"answer: {input.Name}", GetMaxLength(input), async (bridge, length, _) =>
        {
            var ticketId = await bridge.OpenTicketAsync();
            return new WorstRequest(
                Webhook,
                Encoding.UTF8.GetBytes($$"""{"ticket_id":"{{ticketId}}","status":"open"}"""),
                new WorstAnswer(ticketId, Encoding.UTF8.GetBytes(input.Create(length))));
        });

    private static int GetMaxLength(WorstInput answer) => answer.Name is "comments" or "attachments" ? MaxBody / 32 : MaxBody;
}
