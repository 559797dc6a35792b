using System.Net;
using System.Text;
using System.Text.Json;
using HelpdeskBridge.Attachments;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Http;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Text;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Tickets;
using HelpdeskBridge.Zendesk.Webhooks;

namespace HelpdeskBridge.FuzzTests.WorstInputs;

/// <summary>A function without side effects, and its worst inputs.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="MaxBytesPerCharacter">How much memory it may ask for, for each character of its input.</param>
/// <param name="Prepare">Prepares one call, so that only the call itself is measured.</param>
internal sealed record PureWork(string Name, IReadOnlyList<WorstInput> Inputs, int MaxBytesPerCharacter, Func<string, Action> Prepare)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, string> Mapping = new() { ["a"] = "5", ["b"] = "tags", ["c"] = "6", ["d"] = "7" };

    private static readonly Conversation Conversation = new()
    {
        Id = "c",
        Client = new ChannelUser("shop", "u"),
        Helpdesk = "main",
        Phase = Phase.Open,
        OpenedAt = Now,
        DestinationId = "1",
    };

    public static IReadOnlyList<PureWork> All { get; } =
    [
        new("call", [.. WorstJson.All.Select(input => input.Within("{\"userId\":\"u\",\"attributes\":", "}"))], 100, body => ReadCall(Bytes(body))),
        new("call of many fields", WorstJson.All, 100, body => ReadCall(Bytes(body))),
        new("webhook", [.. WorstJson.All, .. WorstJson.All.Select(input => input.Within(Event, "}"))], 150, body =>
        {
            var bytes = Bytes(body);
            return () => WebhookBody.Read(bytes);
        }),
        Work("html", WorstHtml.All, 200, html => HtmlToText.Convert(html)),
        Work("split", WorstTexts.All, 20, text =>
        {
            _ = TextSplitter.Split(text).All(TextSplitter.IsBlank);
            TextSplitter.SplitForMessenger(text);
        }),
        Work("transcript", WorstTexts.All, 60, text => TextSplitter.SplitForNotes(Transcript.Read(text, "Ann").Folded)),
        Work("comment", WorstTexts.All, 20, text => OutboundBatching.Take(
            [.. Enumerable.Repeat(Create(new ClientText(text)), 10), Create(new ClientFile("https://x/", text, 1))], _ => true)),
        Work("lines of context", WorstJson.Stored, 100, json => ContextFormatter.FormatLines(json)),
        Work("JSON of context", WorstJson.Stored, 100, json => ContextFormatter.FormatJson(json)),
        Work("changes of context", WorstJson.Stored, 200, json => ContextFormatter.FormatChanges(ContextChange.Between(null, json))),
        Work("two contexts", WorstJson.Stored, 200, json => ContextChange.Between(json, "{\"changed\":" + json + "}")),
        Work("ticket fields", WorstJson.Stored, 100, json =>
        {
            var context = new HandOverContext(json, json, null);
            _ = TicketFields.GetFields(context, Mapping)?.Count;
            _ = TicketFields.GetTags(context, Mapping).ToList();
        }),
        Work("stored message", WorstTexts.All, 50, text => MessageBody.Parse(new ClientText(text).ToJson(), Direction.ToHelpdesk)),
        Work("file name", WorstTexts.All, 60, text => FileName.Create(text, null, null)),
        Work("name", WorstTexts.All, 60, text => ZendeskRequesters.GetName(Conversation with { UserName = text })),
        Work("link", WorstTexts.All, 60, text => LinkAddress.IsSameAddress(text, LinkAddress.Parse("https:" + text) ?? "")),
        Work("note", WorstTexts.All, 60, text =>
        {
            InternalNote.Create(text);
            InternalNote.Create(InternalNoteFormatter.JoinParagraphs(InternalNote.CodeBlock(text), InternalNote.InlineCode(text)));
        }),
        Work("error", [.. WorstAnswers.Errors, .. WorstJson.All], 60, body => _ = ZendeskFailure.FromBody(HttpStatusCode.BadRequest, body).Summary),
        new("comments", WorstAnswers.Comments, 700, body =>
        {
            var bytes = Bytes(body);
            return () => ReadComments(bytes);
        }),
    ];

    private const string Event = "{\"type\":\"zen:event-type:ticket.comment_added\",\"subject\":\"zen:ticket:1\",\"detail\":";

    private static PureWork Work(string name, IReadOnlyList<WorstInput> inputs, int maxBytesPerCharacter, Action<string> work) =>
        new(name, inputs, maxBytesPerCharacter, input => () => work(input));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static Action ReadCall(byte[] body) => () =>
    {
        var fields = CallFields.Parse(body);
        fields.GetRequiredText("userId", 1024);
        fields.GetRequiredText("a");
        fields.GetOptionalText("userName");
        fields.GetNumber("size");
        fields.IsEmptyText("url");
        foreach (var name in new[] { "attributes", "hiddenAttributes", "customData" })
            fields.GetJson(name);
        _ = fields.HasErrors ? fields.ToProblem() : null;
    };

    private static void ReadComments(byte[] body)
    {
        try
        {
            var read = JsonSerializer.Deserialize<CommentsResponse>(body, ZendeskJson.Options)!;
            var users = (read.Users ?? []).DistinctBy(user => user.Id).ToDictionary(user => user.Id);
            var ticket = new ZendeskTicket(1, "open", null, null, null, null, null);
            TicketReadingFactory.Create(new Uri("https://acme.zendesk.com"), ticket, read.Comments ?? [], users, since: null, new HashSet<long>());
        }
        catch (JsonException)
        {
            // The client reports that as an answer that can't be read.
        }
    }

    private static StoredMessage Create(MessageBody body) => new("m", "c", Direction.ToHelpdesk, 1, body, MessageState.Pending, 0, Now, Now);
}
