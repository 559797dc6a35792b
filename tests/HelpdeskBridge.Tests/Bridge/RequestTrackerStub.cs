using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Web;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>
/// Request Tracker's REST 2 interface, played by WireMock: one route per call the bridge makes. It answers as recorded, from what it keeps
/// (<see cref="Data"/>).
/// </summary>
internal sealed class RequestTrackerStub : StubServer
{
    /// <summary>An authentication token of the user with the number 29.</summary>
    public const string Token = "1-29-0123456789abcdef0123456789abcdef";

    public const long FirstTicket = RequestTrackerData.FirstTicket;

    private readonly RequestTrackerAnswers _answers;
    private readonly ConcurrentDictionary<Route, ConcurrentQueue<Answer>> _lost = new();

    public RequestTrackerStub(Func<DateTimeOffset> now)
        : base(now)
    {
        Data = new RequestTrackerData(now);
        _answers = new RequestTrackerAnswers(Data);
        Queues = Add("GET", "/queues/all$").Usually(_ => _answers.Queues());
        Users = Add("GET", "/user/[^/]+$").Usually(call => _answers.User(HttpUtility.UrlDecode(call.Path.Split('/')[^1])));
        UserSearches = Add("POST", "/users$").Usually(call => Query(call, "find_disabled_rows") == "1"
            ? _answers.FindPersons((string)call.Json[0]!["field"]!, (string)call.Json[0]!["value"]!)
            : _answers.FindUsers((string)call.Json[0]!["value"]!));
        NewUsers = Add("POST", "/user$").Usually(call => Carried(NewUsers!, CreateUser(call.Json)));
        UserChanges = Add("PUT", "/user/[^/]+$").Usually(RenameUser);
        NewTickets = Add("POST", "/ticket$").Usually(call => Carried(NewTickets!, Take(call)));
        Tickets = Add("GET", "/ticket/[0-9]+$").Usually(ShowTicket);
        TicketChanges = Add("PUT", "/ticket/[0-9]+$").Usually(ChangeTicket);
        TicketSearches = Add("GET", "/tickets$").Usually(call => _answers.FindTickets(Query(call, "query")));
        Correspondence = Add("POST", "/ticket/[0-9]+/correspond$").Usually(call => Carried(Correspondence!, Take(call)));
        Comments = Add("POST", "/ticket/[0-9]+/comment$").Usually(call => Carried(Comments!, Take(call)));
        Transactions = Add("GET", "/transactions$").Usually(FindTransactions);
        Parts = Add("GET", "/transaction/[0-9]+/attachments$").Usually(call => _answers.Parts(IdIn(call), Query(call, "page")));
        Texts = Add("POST", "/transaction/[0-9]+/attachments$").Usually(call => _answers.Texts(IdIn(call)));
        Files = Add("GET", "/attachment/[0-9]+$").Usually(call => _answers.File(IdIn(call)));
    }

    public RequestTrackerData Data { get; }

    public Uri BaseUrl => new(Url, "/rt");

    public Route Queues { get; }
    public Route Users { get; }
    public Route UserSearches { get; }
    public Route NewUsers { get; }
    public Route UserChanges { get; }
    public Route NewTickets { get; }
    public Route Tickets { get; }
    public Route TicketChanges { get; }
    public Route TicketSearches { get; }
    public Route Correspondence { get; }
    public Route Comments { get; }

    /// <summary>The feed, the messages of a ticket, and lookups.</summary>
    public Route Transactions { get; }

    /// <summary>What a message consists of.</summary>
    public Route Parts { get; }

    /// <summary>The texts among these, with their contents.</summary>
    public Route Texts { get; }
    public Route Files { get; }

    /// <summary>Reads of the feed.</summary>
    public IReadOnlyList<Call> FeedReads => [.. Transactions.Calls.Where(IsFeed)];

    /// <summary>Calls that must not be made twice.</summary>
    public IEnumerable<Call> Writes =>
        NewUsers.Calls.Concat(NewTickets.Calls).Concat(Correspondence.Calls).Concat(Comments.Calls);

    /// <summary>Whether a call reads which tickets have changed.</summary>
    public static bool IsFeed(Call call) => Query(call, "query").Contains("TicketQueue", StringComparison.Ordinal);

    public static string Query(Call call, string name) => HttpUtility.ParseQueryString(call.Query)[name] ?? "";

    /// <summary>The next call is carried out, and answered so instead.</summary>
    public void Loses(Route route, Answer instead) => _lost.GetOrAdd(route, _ => new ConcurrentQueue<Answer>()).Enqueue(instead);

    /// <summary>The answer to a look at a ticket.</summary>
    public Answer ShowTicket(Call call) => _answers.Ticket(IdIn(call));

    /// <summary>Carries a call out that makes a ticket or a message.</summary>
    public Answer Take(Call call)
    {
        var (json, files) = RequestTrackerBody.Read(call);
        if (files.Any(file => file.Bytes.Length == 0))
            return RecordedExchange.Answer("correspond_empty_file_400");
        return call.Path.EndsWith("/ticket", StringComparison.Ordinal) ? CreateTicket(json, files) : AddMessage(call, json, files);
    }

    private Answer CreateTicket(JsonNode draft, RtStubFile[] files)
    {
        if (!Data.OpenQueues.Contains((string)draft["Queue"]!))
            return RecordedExchange.Answer("ticket_create_no_right_403");

        // What is not known is dropped without a word.
        var requestor = (string?)draft["Requestor"] is { } id && id.All(char.IsAsciiDigit) ? Data.FindUser(id)?.Name : null;
        var ticket = new RtStubTicket(0, (string)draft["Queue"]!, (string)draft["Subject"]!, "new")
        {
            Requestor = requestor,
            RefersTo = (string?)draft["RefersTo"],
            Plan = Data.HasPlan ? (string?)draft["CustomFields"]?["Plan"] : null,
        };
        return RequestTrackerAnswers.Created("ticket_create_201", "ticket", Data.AddTicket(ticket, (string)draft["Content"]!, files).Id);
    }

    private Answer AddMessage(Call call, JsonNode draft, RtStubFile[] files)
    {
        if (Data.FindTicket(IdIn(call)) is not { } ticket)
            return RecordedExchange.Answer("correspond_missing_ticket_400");
        var kind = call.Path.EndsWith("/correspond", StringComparison.Ordinal) ? "Correspond" : "Comment";
        var id = Data.AddMessage(
            kind, ticket.Id, RequestTrackerData.Bridge, $"{draft["Subject"]}\n", (string)draft["Content"]!, (string)draft["ContentType"]!, files);
        return RequestTrackerAnswers.Created("correspond_201", "transaction", id);
    }

    private Answer CreateUser(JsonNode draft)
    {
        if (Data.FindUser((string)draft["Name"]!) is not null)
            return RecordedExchange.Answer("user_name_in_use_400");
        var email = (string?)draft["EmailAddress"] ?? "";
        if (email.Length > 0 && Data.Users.Any(user => user.Email.Equals(email, StringComparison.OrdinalIgnoreCase)))
            return new Answer(400, """{"message":"Email address in use"}""");
        return RequestTrackerAnswers.Created("user_create_201", "user", Data.AddUser((string)draft["Name"]!, (string)draft["RealName"]!, email).Id);
    }

    private Answer RenameUser(Call call)
    {
        if (Data.FindUser(call.Path.Split('/')[^1]) is not { } user)
            return RecordedExchange.Answer("ticket_404");
        Data.Rename(user, (string)call.Json["RealName"]!);
        return RecordedExchange.Answer("put_resolved_200");
    }

    /// <summary>200 whether or not it did what was asked.</summary>
    private Answer ChangeTicket(Call call)
    {
        var (id, change) = (IdIn(call), call.Json);
        if (Data.FindTicket(id) is not { } ticket)
            return RecordedExchange.Answer("ticket_404");
        if ((string?)change["Queue"] is { } queue)
        {
            if (!Data.OpenQueues.Contains(queue))
                return RecordedExchange.Answer("put_move_no_right_200");
            Data.SetQueue(ticket.Id, queue, RequestTrackerData.Bridge);
        }

        if ((string?)change["Status"] is { } status)
        {
            if (status == Data.RefusedStatus)
                return RecordedExchange.Answer("put_refused_200");
            if (status == ticket.Status)
                return RecordedExchange.Answer("put_unchanged_200");
            Data.SetStatus(ticket.Id, status, RequestTrackerData.Bridge);
        }

        var requestor = (string?)change["Requestor"];
        Data.Update(ticket.Id, now => now with
        {
            Requestor = requestor is null ? now.Requestor : Data.FindUser(requestor)?.Name,
            Plan = GetPlan(change["CustomFields"], now.Plan),
            Priority = Data.RefusesPriority ? now.Priority : (string?)change["Priority"] ?? now.Priority,
        });
        return RecordedExchange.Answer("put_resolved_200");
    }

    /// <summary>A field is named by its name or id. A list has all of its values, and an empty one empties it.</summary>
    private string? GetPlan(JsonNode? fields, string? present) => !Data.HasPlan ? present : (fields?["Plan"] ?? fields?["2"]) switch
    {
        null => present,
        JsonArray values => (string?)values.FirstOrDefault(),
        var value => (string)value!,
    };

    private Answer FindTransactions(Call call)
    {
        try
        {
            return _answers.FindTransactions(
                Query(call, "query"), Query(call, "order") == "DESC", int.Parse(Query(call, "per_page"), CultureInfo.InvariantCulture),
                Query(call, "fields[Creator]").Contains("id", StringComparison.Ordinal));
        }
        catch (FormatException)
        {
            return RecordedExchange.Answer("tickets_bad_query_400");
        }
    }

    private Answer Carried(Route route, Answer answer) =>
        _lost.TryGetValue(route, out var lost) && lost.TryDequeue(out var instead) ? instead : answer;

    private static long IdIn(Call call) => long.Parse(call.Path.Split('/').Last(part => part.Length > 0 && part.All(char.IsAsciiDigit)), null);
}
