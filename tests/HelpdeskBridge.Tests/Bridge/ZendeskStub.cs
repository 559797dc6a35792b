using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>Zendesk's Support API, played by WireMock: one route per call the bridge makes, each unanswered until a test sets an answer.</summary>
internal sealed class ZendeskStub : StubServer
{
    public const long FirstTicket = 501;
    public const long FirstUser = 9001;
    public const long Agent = 77;

    /// <summary>Zendesk's own 503: nothing was taken.</summary>
    public static readonly Answer Unavailable = new(503, """{"error":"ServiceUnavailable","description":"Service is temporarily unavailable"}""");

    /// <summary>The 503 of a proxy before Zendesk. It doesn't say what became of the request.</summary>
    public static readonly Answer LostByProxy = new(503, "upstream connect error or disconnect/reset before headers") { ContentType = "text/plain" };

    private readonly ConcurrentDictionary<string, long> _users = new();
    private readonly ConcurrentDictionary<long, string> _statuses = new();
    private readonly ConcurrentDictionary<long, JsonObject[]> _comments = new();
    private readonly ConcurrentDictionary<long, string> _mergedAt = new();
    private string[] _tags = ["jaicp"];
    private readonly ConcurrentDictionary<long, Answer> _refusedGroups = new();
    private long _lastId = 7000;
    private long _tokens;
    private long _uploads;
    private long _tickets;

    public ZendeskStub(Func<DateTimeOffset> now)
        : base(now)
    {
        Tokens = Add("POST", "^/oauth/tokens$");
        Users = Add("POST", "^/api/v2/users/create_or_update$");
        UserSearches = Add("GET", "^/api/v2/users/search$");
        UsersByExternalId = Add("GET", "^/api/v2/users$");
        UserReads = Add("GET", "^/api/v2/users/[0-9]+$");
        Identities = Add("GET", "^/api/v2/users/[0-9]+/identities$");
        NewUsers = Add("POST", "^/api/v2/users$");
        NewTickets = Add("POST", "^/api/v2/tickets$");
        Lookups = Add("GET", "^/api/v2/tickets$");
        Updates = Add("PUT", "^/api/v2/tickets/[0-9]+$");
        Tags = Add("PUT", "^/api/v2/tickets/[0-9]+/tags$");
        RemovedTags = Add("DELETE", "^/api/v2/tickets/[0-9]+/tags$");
        TicketsByIds = Add("GET", "^/api/v2/tickets/show_many$");
        Changes = Add("GET", "^/api/v2/incremental/tickets/cursor$");
        Tickets = Add("GET", "^/api/v2/tickets/[0-9]+$");
        Comments = Add("GET", "^/api/v2/tickets/[0-9]+/comments$");
        Attachments = Add("GET", "^/attachments/.+$");
        Groups = Add("GET", "^/api/v2/groups$");
        Uploads = Add("POST", "^/api/v2/uploads$");
        GroupAvailability = Add("GET", "^/api/v2/account_groups/availability/[0-9]+$");
        AgentAvailability = Add("GET", "^/api/v2/agent_availabilities$");
        Memberships = Add("GET", "^/api/v2/group_memberships$");
        Schedules = Add("GET", "^/api/v2/business_hours/schedules/[0-9]+$");
        Holidays = Add("GET", "^/api/v2/business_hours/schedules/[0-9]+/holidays$");

        // What the service reads of the set-up, minutes after its start, is as "setup apply" makes it, unless a test says otherwise.
        Webhooks = Add("GET", "^/api/v2/webhooks$").Usually(SetupJson.Webhooks(SetupJson.Webhook()));
        Triggers = Add("GET", "^/api/v2/triggers$").Usually(SetupJson.Triggers());
        TicketFields = Add("GET", "^/api/v2/ticket_fields$").Usually(SetupJson.TicketFields());
    }

    public Route Tokens { get; }
    public Route Users { get; }

    /// <summary>Searches for users whom the bot names.</summary>
    public Route UserSearches { get; }
    public Route UsersByExternalId { get; }
    public Route UserReads { get; }

    /// <summary>All addresses and numbers of a user.</summary>
    public Route Identities { get; }

    /// <summary>Users who are made with a value that the bot names.</summary>
    public Route NewUsers { get; }
    public Route NewTickets { get; }

    /// <summary>Searches by external id.</summary>
    public Route Lookups { get; }
    public Route Updates { get; }
    public Route Tags { get; }
    public Route RemovedTags { get; }

    /// <summary>Many tickets at once, as sweeps ask for them.</summary>
    public Route TicketsByIds { get; }

    /// <summary>The account's feed of changes.</summary>
    public Route Changes { get; }
    public Route Tickets { get; }
    public Route Comments { get; }
    public Route Groups { get; }
    public Route Uploads { get; }

    /// <summary>Availability, group by group.</summary>
    public Route GroupAvailability { get; }

    /// <summary>Availability, as the list of agents.</summary>
    public Route AgentAvailability { get; }
    public Route Memberships { get; }
    public Route Schedules { get; }
    public Route Holidays { get; }
    public Route Webhooks { get; }
    public Route Triggers { get; }
    public Route TicketFields { get; }

    /// <summary>Files on the account's own host.</summary>
    public Route Attachments { get; }

    /// <summary>Bodies of the comments the bridge wrote, in order; of a status change alone: null.</summary>
    public IReadOnlyList<string?> Written =>
        [.. Calls.Where(call => call.Method == "PUT" || call is { Method: "POST", Path: "/api/v2/tickets" })
            .Where(call => !call.Path.EndsWith("/tags", StringComparison.Ordinal))
            .Select(call => (string?)call.Ticket["comment"]?["body"])];

    public void SignsIn(int expiresIn = 1800) =>
        Tokens.Usually(_ => Answer.Ok($$"""
            {"access_token":"{{TokenName(Interlocked.Increment(ref _tokens))}}","token_type":"bearer","scope":"read write",
             "expires_in":{{expiresIn}} }
            """));

    /// <summary>Takes uploads; their tokens are upload-1, upload-2 and so on.</summary>
    public void AcceptsUploads() =>
        Uploads.Usually(_ => new Answer(201, $$"""{"upload":{"token":"upload-{{Interlocked.Increment(ref _uploads)}}"} }"""));

    public static string TokenName(long number) => $"access-token-{number}-of-the-tests";

    public void KnowsUsers() => Users.Usually(call =>
    {
        var id = _users.GetOrAdd((string)call.Json["user"]!["external_id"]!, _ => FirstUser + _users.Count);
        return Answer.Ok($$"""{"user":{"id":{{id}},"name":{{call.Json["user"]!["name"]!.ToJsonString()}},"role":"end-user"} }""");
    });

    /// <summary>Takes users, new tickets and updates; the first ticket is <see cref="FirstTicket"/>, the next one more.</summary>
    public void AcceptsTickets()
    {
        KnowsUsers();
        NewTickets.Usually(call =>
        {
            if ((long?)call.Ticket["group_id"] is { } group && _refusedGroups.TryGetValue(group, out var refusal))
                return refusal;
            var id = FirstTicket + Interlocked.Increment(ref _tickets) - 1;
            _statuses[id] = "new";
            return new Answer(201, TicketJson(id, call));
        });
        Updates.Usually(call =>
        {
            var id = IdIn(call);
            if (_statuses.GetValueOrDefault(id) == "closed")
                return new Answer(
                    422, """{"error":"RecordInvalid","details":{"status":[{"description":"Status: closed prevents ticket update"}]}}""");
            _statuses[id] = (string?)call.Ticket["status"] ?? _statuses.GetValueOrDefault(id, "open");
            return Answer.Ok(TicketJson(id, call));
        });
    }

    /// <summary>No ticket is opened in this group, however often it is tried.</summary>
    public void RefusesGroup(long group, Answer refusal) => _refusedGroups[group] = refusal;

    /// <summary>Every ticket has these tags, from now on.</summary>
    public void HasTags(params string[] tags) => _tags = tags;

    /// <summary>Reading the ticket gives this, from now on.</summary>
    public void TicketIs(string status, params JsonObject[] comments) => TicketIs(FirstTicket, status, null, comments);

    public void TicketIs(long id, string status, long? assignee, params JsonObject[] comments)
    {
        (_statuses[id], _comments[id]) = (status, comments);
        Tickets.Usually(call => !_statuses.ContainsKey(IdIn(call)) ? NotFound : Answer.Ok(new JsonObject
        {
            ["ticket"] = new JsonObject
            {
                ["id"] = IdIn(call),
                ["status"] = _statuses[IdIn(call)],
                ["requester_id"] = FirstUser,
                ["assignee_id"] = assignee,
                ["updated_at"] = _mergedAt.GetValueOrDefault(IdIn(call)),
                ["tags"] = new JsonArray(
                    [.. _mergedAt.ContainsKey(IdIn(call)) ? _tags.Append("closed_by_merge") : _tags]),
            },
            ["users"] = UsersJson(),
        }.ToJsonString()));
        Comments.Usually(call => Answer.Ok(CommentsJson(_comments.GetValueOrDefault(IdIn(call), comments))));
    }

    /// <summary>The ticket was closed by a merge. Where it goes on stands in the last comment, if anywhere.</summary>
    public void TicketIsMerged(long id, string at, params JsonObject[] comments)
    {
        _mergedAt[id] = at;
        TicketIs(id, "closed", null, comments);
    }

    /// <summary>The internal comment a merge leaves in the ticket it closes.</summary>
    public static JsonObject MergeNote(long id, long into, string at) =>
        Comment(id, $"This request was closed and merged into request #{into} \"Chat with #{into + 1}\".", isPublic: false, at: at);

    public static Answer NotFound { get; } = new(404, """{"error":"RecordNotFound","description":"Not found"}""");

    /// <summary>The ticket was deleted.</summary>
    public void TicketIsGone() => Tickets.Usually(NotFound);

    /// <summary>Has these groups, in an account without availability, unless the test has set another answer.</summary>
    public void HasGroups(params (long Id, string Name)[] groups)
    {
        Groups.Usually(Answer.Ok(JsonSerializer.Serialize(
            new { groups = groups.Select(g => new { id = g.Id, name = g.Name, deleted = false }), meta = new { has_more = false } })));
        foreach (var route in new[] { GroupAvailability, AgentAvailability }.Where(route => !route.IsExpected))
            route.Usually(Forbidden);
    }

    public static Answer Forbidden { get; } = new(403, """{"error":"Forbidden","description":"You do not have access to this page."}""");

    /// <summary>So many agents of each group are online; a group that is not named is not found.</summary>
    public void HasOnline(params (long Group, int Online)[] groups) => GroupAvailability.Usually(call =>
    {
        var group = long.Parse(call.Path.Split('/')[^1], CultureInfo.InvariantCulture);
        var online = groups.Where(g => g.Group == group).Select(g => (int?)g.Online).SingleOrDefault();
        return online is null
            ? new Answer(404, """{"error":"RecordNotFound","description":"Not found"}""")
            : Answer.Ok(
                $$$"""{"account_id":1,"group_id":{{{group}}},"channel_group_statuses":{"support":{"state_counts":"""
                    + $$$"""{"online":{{{online}}},"offline":3} } },"version":7}""");
    });

    /// <summary>A comment as the list of comments shows it.</summary>
    public static JsonObject Comment(long id, string text, long author = Agent, bool isPublic = true, string at = "2026-11-23T10:00:30Z",
        string? marker = null, string? html = null) => new()
        {
            ["id"] = id,
            ["type"] = "Comment",
            ["author_id"] = author,
            ["body"] = text,
            ["html_body"] = html,
            ["plain_body"] = text,
            ["public"] = isPublic,
            ["created_at"] = at,
            ["metadata"] = new JsonObject
            {
                ["system"] = new JsonObject(),
                ["custom"] = marker is null ? new JsonObject() : new JsonObject { ["helpdesk_bridge"] = marker },
            },
        };

    /// <summary>A file as a comment's list of attachments shows it; null leaves a member out.</summary>
    public static JsonObject Attachment(
        long id, string name, Uri url, string? type = "image/png", long? size = 7, string? scan = "malware_not_found", bool inline = false) => new()
        {
            ["id"] = id,
            ["file_name"] = name,
            ["content_url"] = url.AbsoluteUri,
            ["content_type"] = type,
            ["size"] = size,
            ["inline"] = inline,
            ["deleted"] = false,
            ["malware_scan_result"] = scan,
        };

    public static JsonObject Comment(long id, string text, JsonObject[] files, string at = "2026-11-23T10:00:30Z")
    {
        var comment = Comment(id, text, at: at);
        comment["attachments"] = new JsonArray([.. files.Select(file => file.DeepClone())]);
        return comment;
    }

    /// <summary>A page of comments, newest first as asked for.</summary>
    public static string CommentsJson(IEnumerable<JsonObject> comments, string? after = null) => new JsonObject
    {
        ["comments"] = new JsonArray([.. comments.OrderByDescending(c => (string)c["created_at"]!, StringComparer.Ordinal)
            .ThenByDescending(c => (long)c["id"]!).Select(c => c.DeepClone())]),
        ["users"] = UsersJson(),
        ["meta"] = new JsonObject { ["has_more"] = after is not null, ["after_cursor"] = after },
    }.ToJsonString();

    public static long IdIn(Call call) => long.Parse(call.Path.Split('/')[4], CultureInfo.InvariantCulture);

    private static JsonArray UsersJson() =>
    [
        new JsonObject { ["id"] = FirstUser, ["name"] = "Ann Client", ["role"] = "end-user" },
        new JsonObject
        {
            ["id"] = Agent,
            ["name"] = "Bob Marley Smith",
            ["role"] = "agent",
            ["photo"] = new JsonObject { ["content_url"] = "https://acme.zendesk.com/bob.png" },
        },
        new JsonObject { ["id"] = 78, ["name"] = "Eve", ["role"] = "admin", ["photo"] = null },
    ];

    private string TicketJson(long id, Call call)
    {
        var comment = Interlocked.Increment(ref _lastId);
        var events = call.Ticket["comment"] is null ? "" : $$"""{"id":{{comment}},"type":"Comment"},""";
        return $$$"""
            {"ticket":{"id":{{{id}}},"status":"{{{_statuses[id]}}}","external_id":"x","requester_id":{{{FirstUser}}}},
             "audit":{"id":{{{comment + 100_000}}},"events":[{{{events}}}{"id":{{{comment + 200_000}}},"type":"Change"}]}}
            """;
    }
}
