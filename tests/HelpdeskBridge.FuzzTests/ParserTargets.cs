using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using HelpdeskBridge.AgentFiles;
using HelpdeskBridge.Attachments;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Http;
using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.Text;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Availability;
using HelpdeskBridge.Zendesk.Limits;
using HelpdeskBridge.Zendesk.Tickets;
using HelpdeskBridge.Zendesk.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace HelpdeskBridge.FuzzTests;

/// <summary>A parser, what it is fed, and what must hold. Throwing is a finding.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Samples">What inputs are made from.</param>
/// <param name="Check">Runs it on one input.</param>
internal sealed record ParserTarget(string Name, IReadOnlyList<byte[]> Samples, Action<byte[], Mutator> Check)
{
    /// <summary>For the work a parser does, in bytes it asks for: a multiple of its input's, so that the machine's load doesn't matter.</summary>
    private const long AllocationsPerByte = 6_000;
    private const long AllocationsAtLeast = 8_000_000;

    /// <summary>Runs it on one input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="index">Which one it is, for the report.</param>
    /// <param name="mutator">Chooses what else is random.</param>
    /// <returns>What is wrong; null: nothing.</returns>
    public Finding? Find(byte[] input, int index, Mutator mutator)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Check(input, mutator);
        }
        catch (Exception e)
        {
            var ownLine = e.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("HelpdeskBridge.", StringComparison.Ordinal));
            return new Finding(Name, index, $"{e.GetType().Name}: {e.Message} {ownLine?.Trim()}", input);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated > AllocationsAtLeast + (AllocationsPerByte * input.Length)
            ? new Finding(Name, index,
                string.Create(CultureInfo.InvariantCulture, $"{allocated:N0} bytes of memory for an input of {input.Length:N0}"), input)
            : null;
    }
}

/// <summary>Everything that reads what others wrote.</summary>
internal static class ParserTargets
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("a key of file links for the fuzzing");
    private static readonly AgentFileClaim Claim = new("0193a0b1c2d37e4f8a9b0c1d2e3f4a5b", Now);
    private static readonly string Token = AgentFileToken.Create(Key, Claim, "map.png");
    private static readonly NetworkRules Rules = new(Microsoft.Extensions.Options.Options.Create(new NetworkOptions()));

    private static readonly JaicpWebhookRules Webhooks = new(
        Rules,
        Microsoft.Extensions.Options.Options.Create(new BridgeOptions { AllowedJaicpHosts = ["*.jaicp.com"] }));

    public static IReadOnlyList<ParserTarget> All { get; } =
    [
        new("operator fields", Corpus.OperatorBodies, (bytes, _) => ReadCall(bytes)),
        new("webhook body", Corpus.WebhookBodies, (bytes, _) => WebhookBody.Read(bytes)),
        new("webhook headers", Corpus.Texts, (bytes, mutator) => ReadSignature(bytes, mutator)),
        new("html", Corpus.Html, (bytes, _) => ReadHtml(Text(bytes))),
        new("answers", Corpus.Answers, (bytes, _) => ReadAnswer(bytes)),
        new("request tracker", Corpus.RequestTrackerAnswers, (bytes, _) => ReadRequestTrackerAnswer(bytes)),
        new("transcripts", Corpus.Transcripts, (bytes, _) => ReadTranscript(Text(bytes))),
        new("error bodies", Corpus.Answers, (bytes, mutator) =>
            ZendeskFailureTable.GetOutcome(
                ZendeskFailure.FromBody((HttpStatusCode)mutator.Random.Next(400, 600), Text(bytes)), onTicket: mutator.Random.Next(2) == 0)),
        new("limit headers", Corpus.Texts, ReadLimits),
        new("split texts", Corpus.Html, (bytes, _) => Split(Text(bytes))),
        new("context", Corpus.OperatorBodies, (bytes, _) => ReadContext(bytes)),
        new("file tokens", [Encoding.UTF8.GetBytes(Token)], ReadToken),
        new("file names", Corpus.Texts, ReadName),
        new("ranges", Corpus.Texts, ReadRange),
        new("addresses", Corpus.Texts, (bytes, _) => ReadAddress(Text(bytes))),
        new("notes", Corpus.Html, (bytes, _) => ReadNote(Text(bytes))),
        new("opening times", Corpus.Texts, (bytes, _) => OpeningHoursParser.Parse(Text(bytes))),
        new("settings", Corpus.Settings, (bytes, _) => ReadSettings(bytes)),
    ];

    /// <summary>As the parsers get it: any UTF-16, half surrogate pairs too, because JSON can bring them.</summary>
    private static string Text(byte[] bytes) =>
        bytes.Length > 0 && bytes[0] % 7 == 0 ? string.Concat(bytes.Select(value => (char)(0xD700 + value))) : Encoding.UTF8.GetString(bytes);

    private static void ReadCall(byte[] bytes)
    {
        var fields = CallFields.Parse(bytes);
        foreach (var name in new[] { "userId", "text", "url", "destinationId", "userName", "fileName", "size", "attributes", "hiddenAttributes",
            "customData" })
        {
            Whole(fields.GetRequiredText(name, 1024));
            Whole(fields.GetOptionalText(name) ?? "");
            fields.GetNumber(name);
            fields.IsEmptyText(name);
            if (fields.GetJson(name) is { } json)
                JsonDocument.Parse(json).Dispose();
        }

        fields.ToProblem();
    }

    private static void ReadSignature(byte[] bytes, Mutator mutator)
    {
        var headers = new HeaderDictionary();
        foreach (var name in new[] { WebhookSignature.SignatureHeader, WebhookSignature.TimestampHeader })
        {
            if (mutator.Random.Next(4) > 0)
                headers[name] =
                    new string([.. Encoding.Latin1.GetString(mutator.Mutate(Corpus.Texts)).Where(character => character is >= ' ' and < '\x7f')]);
        }

        if (WebhookSignature.Validate(headers, bytes, ["secret"], TimeSpan.FromMinutes(15), Now) is null)
            throw new InvalidOperationException("Nobody signed this.");
    }

    private static void ReadHtml(string html)
    {
        var text = HtmlToText.Convert(html);
        if (text is null)
            return;
        if (text.Any(character => char.IsControl(character) && character is not ('\n' or '\t')))
            throw new InvalidOperationException("A control character is left in the text.");
        if (text.Length > (20L * html.Length) + 1000)
            throw new InvalidOperationException("The text is far longer than the HTML.");
    }

    private static void ReadAnswer(byte[] bytes)
    {
        foreach (var type in new[]
        {
            typeof(TicketResponse), typeof(CommentsResponse), typeof(UserResponse), typeof(GroupsResponse), typeof(UploadResponse),
            typeof(TokenResponse),
            typeof(TicketsResponse), typeof(ChangesResponse),
            typeof(AgentAvailabilitiesResponse), typeof(GroupAvailabilityResponse), typeof(MembershipsResponse), typeof(ScheduleResponse),
            typeof(HolidaysResponse),
        })
        {
            try
            {
                Use(JsonSerializer.Deserialize(bytes, type, ZendeskJson.Options));
            }
            catch (JsonException)
            {
                // The client reports that as an answer that can't be read.
            }
        }
    }

    private static void ReadRequestTrackerAnswer(byte[] bytes)
    {
        foreach (var type in new[]
        {
            typeof(RtTicket), typeof(RtTransaction), typeof(RtUser), typeof(RtQueue), typeof(RtVersion), typeof(RtAttachment),
            typeof(RtList<RtTicket>), typeof(RtList<RtTransaction>), typeof(RtList<RtAttachment>), typeof(RtList<RtQueue>), typeof(RtList<RtUser>),
        })
        {
            try
            {
                var answer = JsonSerializer.Deserialize(bytes, type, RequestTrackerJson.Options);
                if (answer is RtTicket { Id: null or "" } or RtTransaction { Id: null or "" })
                    throw new InvalidOperationException("An answer without an id is taken for one.");
            }
            catch (JsonException)
            {
                // The client reports that as an answer that can't be read.
            }
        }
    }

    private static void ReadTranscript(string text)
    {
        foreach (var name in new[] { null, "Ann", "" })
        {
            var transcript = Transcript.Read(text, name);
            var beginsBroken = char.IsLowSurrogate(transcript.LastWords.FirstOrDefault()) && !HasBrokenPair(text);
            if (beginsBroken || transcript.LastWords.Length > text.Length + 1)
                throw new InvalidOperationException("The last words are longer than the text, or begin with half a character.");
        }
    }

    private static bool HasBrokenPair(string text) => text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar);

    private static void Use(object? answer)
    {
        switch (answer)
        {
            case TicketResponse { Ticket: { } ticket }:
                ZendeskStatus.Parse(ticket.Status);
                TicketMerges.GetMerge(ticket, []);
                break;
            case CommentsResponse { Comments: { } comments }:
                foreach (var comment in comments.Where(comment => comment is not null))
                    _ = (TicketMerges.IsMergeComment(comment), comment.Marker);
                break;
            case AgentAvailabilitiesResponse page:
                _ = OnlineStates.ReadPage(page).ToList();
                break;
            case GroupAvailabilityResponse { ChannelGroupStatuses: var channels }:
                OnlineStates.ReadGroup(channels);
                break;
        }
    }

    private static void ReadLimits(byte[] bytes, Mutator mutator)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)429);
        foreach (var name in new[] { "X-Rate-Limit-Remaining", "ratelimit-reset", "Retry-After", "zendesk-ratelimit-tickets-index",
            "Zendesk-RateLimit-Per-Ticket" })
            response.Headers.TryAddWithoutValidation(name, Text(mutator.Random.Next(2) == 0 ? bytes : mutator.Mutate(Corpus.Texts)));
        foreach (var notice in LimitHeaders.Read(response, default, Now))
            _ = notice.ToString();
    }

    private static void Split(string text)
    {
        foreach (var parts in new[] { TextSplitter.Split(text, 200), TextSplitter.SplitForMessenger(text) })
        {
            if (parts.Any(part => part.Length > 0 && char.IsLowSurrogate(part[0]) && !text.StartsWith(part[0])))
                throw new InvalidOperationException("A part begins with half a character.");
            if (parts.Sum(part => (long)part.Length) > text.Length + parts.Count)
                throw new InvalidOperationException("The parts are longer than the text.");
        }

        TextSplitter.IsBlank(text);
        OneLine.Shorten(text, 100).Length.ShouldBeLessThanOrEqualTo(100);
    }

    private static void ReadContext(byte[] bytes)
    {
        var fields = CallFields.Parse(bytes);
        var (attributes, hidden) = (fields.GetJson("attributes"), fields.GetJson("hiddenAttributes"));
        _ = (ContextFormatter.FormatLines(attributes), ContextFormatter.FormatJson(fields.GetJson("customData")));
        var mapping = new Dictionary<string, string> { ["plan"] = "5", ["score"] = "tags", ["x"] = "6" };
        var context = new HandOverContext(attributes, hidden, null);
        _ = TicketFields.GetFields(context, mapping)?.Count;
        _ = TicketFields.GetTags(context, mapping).ToList();
        ContextFormatter.FormatChanges(ContextChange.Between(attributes, hidden));
    }

    private static void ReadToken(byte[] bytes, Mutator mutator)
    {
        var (token, name) = (Text(bytes), mutator.Random.Next(2) == 0 ? "map.png" : Text(mutator.Mutate(Corpus.Texts)));
        if (AgentFileToken.Read([Key], token, name) is not null && (token != Token || name != "map.png"))
            throw new InvalidOperationException("A forged token is taken.");
    }

    private static void ReadName(byte[] bytes, Mutator mutator)
    {
        // Only what was accepted as an address is asked for its name.
        var url = Text(mutator.Mutate(Corpus.Texts));
        var name =
            FileName.Create(Text(bytes), NetworkRules.ValidateWebAddress(url, out _) is null ? url : null, Text(mutator.Mutate(Corpus.Texts)), 200);
        if (name.Length == 0 || name.Any(character => char.IsControl(character) || character is '/' or '\\') || Encoding.UTF8.GetByteCount(name) > 200
            || name is "." or "..")
            throw new InvalidOperationException("No name for a file.");
        var type = AgentFileHeaders.GetContentType(Text(bytes), Text(mutator.Mutate(Corpus.Texts)));
        _ = (AgentFileHeaders.GetDisposition(type, name), AgentFileHeaders.GetPolicy(type), FileType.Detect(bytes, name),
            FileType.GetExtension(type));
        if (type.Any(character => character is '\r' or '\n' or > '\x7f'))
            throw new InvalidOperationException("A header can't hold this type.");
    }

    private static void ReadRange(byte[] bytes, Mutator mutator)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "GET";
        http.Request.Headers.Range = Text(bytes);
        http.Request.Headers["If-Range"] = Text(mutator.Mutate(Corpus.Texts));
        var length = mutator.Random.Next(1000);
        if (ByteRanges.GetRequested(http.Request) is { } part && ByteRanges.Cut(part, length, null, null) is { Length: > 0 } range
            && (range.From < 0 || range.To >= length || range.Length != range.To - range.From + 1))
            throw new InvalidOperationException("The range is outside of the file.");
    }

    private static void ReadAddress(string text)
    {
        Webhooks.Validate(text);
        _ = new HelpdeskOptionsValidator(Rules).Validate("main", new HelpdeskOptions { BaseUrl = text });
        NetworkRules.IsHostOrRange(text);
        LinkAddress.Parse(text);
        if (IPAddress.TryParse(text, out var address))
            PublicAddress.Validate(address);
    }

    private static void ReadNote(string text)
    {
        InternalNote.Create(text);
        InternalNote.CodeBlock(text);
        InternalNote.InlineCode(text);
    }

    private static void ReadSettings(byte[] bytes)
    {
        IConfiguration configuration;
        try
        {
            configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(bytes)).Build();
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidDataException or InvalidOperationException)
        {
            // The framework's own refusal of what is no JSON object.
            return;
        }

        SettingsReader.Read(configuration);
    }

    private static void Whole(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new InvalidOperationException("NUL is left in a field.");
    }
}
