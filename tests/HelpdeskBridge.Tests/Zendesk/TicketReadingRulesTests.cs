using System.Text.Json;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Tickets;

namespace HelpdeskBridge.Tests.Zendesk;

/// <summary>Which comments of a ticket are for the client, who is responsible for it, and until when it was read.</summary>
public sealed class TicketReadingRulesTests
{
    private const long Requester = 9001;
    private const long Agent = 77;
    private const long Colleague = 78;
    private const long EndUser = 5;
    private const long Unnamed = 6;
    private const long Zendesk = -1;

    private static readonly Uri Account = new("https://acme.zendesk.com");
    private static readonly DateTimeOffset At = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Before = At.AddSeconds(-1);
    private static readonly HashSet<long> NoMerges = [];

    private static readonly Dictionary<long, ZendeskUser> Users = new[]
    {
        new ZendeskUser(Requester, "Ann", "end-user", null), new ZendeskUser(Agent, "Bob Marley Junior", "agent", new ZendeskPhoto("https://bob")),
        new ZendeskUser(Colleague, "Eve", "admin", null, Alias: "Night shift"), new ZendeskUser(EndUser, "Somebody in copy", "end-user", null),
    }.ToDictionary(user => user.Id);

    private static readonly ZendeskTicket Ticket = new(501, "open", null, Requester, null, At, null);

    [Theory]
    [InlineData(Agent, null, null)]
    [InlineData(Agent, "Comment", null)]
    [InlineData(Agent, "VoiceComment", nameof(CommentRefusal.NotWritten))]
    [InlineData(Unnamed, null, null)]
    [InlineData(EndUser, null, nameof(CommentRefusal.NotByAgent))]
    [InlineData(EndUser, "VoiceComment", nameof(CommentRefusal.NotByAgent))]
    [InlineData(null, null, nameof(CommentRefusal.Unreadable))]
    public void A_comment_is_refused_for_its_author_or_its_type(long? author, string? type, string? refusal) =>
        Read(Comment() with { AuthorId = author, Type = type }).Comments.Single().Refusal?.ToString().ShouldBe(refusal);

    [Fact]
    public void A_comment_about_a_merge_may_quote_another_client() =>
        TicketReadingFactory.Create(Account, Ticket, [Comment(1), Comment(2)], Users, since: null, new HashSet<long> { 2 }).Comments
            .Select(comment => comment.Refusal).ShouldBe([null, CommentRefusal.AboutMerge]);

    [Fact]
    public void An_agent_who_is_the_requester_writes_to_the_client_all_the_same()
    {
        Read(Ticket with { RequesterId = Agent }, Comment()).Comments.ShouldHaveSingleItem();
        Read(Ticket with { RequesterId = Unnamed }, Comment() with { AuthorId = Unnamed }).Comments.ShouldBeEmpty();
    }

    [Fact]
    public void What_a_merge_writes_is_not_for_the_client() =>
        Read(Comment() with { PlainBody = "Request #500 was closed and merged into this request." }).Comments.ShouldBeEmpty();

    [Fact]
    public void Older_comments_are_left_out_and_the_others_are_in_their_order()
    {
        ZendeskComment[] comments =
        [
            Comment(5) with { CreatedAt = At.AddSeconds(1) }, Comment(4), Comment(3), Comment(2) with { CreatedAt = Before },
            Comment(1) with { CreatedAt = null },
        ];

        Ids(At).ShouldBe(["3", "4", "5"]);
        Ids(Before).ShouldBe(["2", "3", "4", "5"]);
        Ids(null).ShouldBe(["1", "2", "3", "4", "5"]);
        TicketReadingFactory.Create(Account, comments, Users, At, NoMerges).Comments.Select(comment => comment.Id).ShouldBe(["3", "4", "5"]);

        IEnumerable<string> Ids(DateTimeOffset? since) =>
            TicketReadingFactory.Create(Account, Ticket, comments, Users, since, NoMerges).Comments.Select(comment => comment.Id);
    }

    [Fact]
    public void A_ticket_was_read_until_its_newest_comment()
    {
        Read(Comment(1), Comment(2) with { CreatedAt = Before, Public = false }).ReadUntil.ShouldBe(At);
        Read().ReadUntil.ShouldBeNull();
        TicketReadingFactory.Create(Account, [Comment()], Users, since: null, NoMerges).ShouldSatisfyAllConditions(
            reading => reading.ReadUntil.ShouldBe(At), reading => reading.Status.ShouldBeNull(), reading => reading.UpdatedAt.ShouldBeNull(),
            reading => reading.Responsible.ShouldBeNull());
    }

    [Fact]
    public void Status_tags_and_merge_are_the_tickets()
    {
        var note = Comment() with { Public = false, PlainBody = "merged into #700" };
        var reading = Read(Ticket with { Status = "closed", Tags = ["vip", "closed_by_merge"] }, note);

        (reading.Status, reading.UpdatedAt).ShouldBe((TicketStatus.Closed, At));
        reading.Tags.ShouldBe(["vip", "closed_by_merge"]);
        reading.Merge.ShouldBe(new TicketMerge("700", At, "1"));
        Read(Comment()).ShouldSatisfyAllConditions(other => other.Tags.ShouldBeEmpty(), other => other.Merge.ShouldBeNull());
    }

    [Theory]
    [InlineData(Agent, "77")]
    [InlineData(Colleague, "78")]
    [InlineData(EndUser, null)]
    [InlineData(Unnamed, null)]
    [InlineData(null, null)]
    public void The_assignee_is_known_if_it_is_an_agent(long? assignee, string? id)
    {
        var reading = Read(Ticket with { AssigneeId = assignee }, Comment() with { AuthorId = Agent });

        reading.Assignee?.Id.ShouldBe(id);
        reading.Responsible!.Id.ShouldBe(id ?? "77", "where nobody is assigned, whoever wrote last is responsible");
    }

    /// <summary>Zendesk assigns a ticket to whoever solves it, and that is the bridge when the client closed the chat.</summary>
    [Theory]
    [InlineData(false, true, false)]
    [InlineData(true, true, true)]
    [InlineData(false, false, true)]
    public void The_bridges_own_user_is_known_by_its_notes_and_is_no_assignee(bool isPublic, bool hasMarker, bool isAssignee)
    {
        var note = Comment() with { Public = isPublic, Metadata = hasMarker ? Marker : null };

        (Read(Ticket with { AssigneeId = Agent }, note, Comment(2)).Assignee is not null).ShouldBe(isAssignee);
        Read(Ticket with { AssigneeId = Colleague }, note).Assignee.ShouldNotBeNull();
    }

    [Fact]
    public void A_refused_comment_makes_nobody_responsible() =>
        Read(Comment(1), Comment(2) with { AuthorId = EndUser }).Responsible!.Id.ShouldBe("77");

    [Theory]
    [InlineData(Agent, "Bob", "Marley Junior", "https://bob")]
    [InlineData(Colleague, "Night", "shift", "")]
    [InlineData(Unnamed, "Agent", "", "")]
    public void The_client_sees_the_public_name_of_the_agent(long author, string first, string last, string picture) =>
        Read(Comment() with { AuthorId = author }).Comments.Single().Author.ShouldBe(new Employee($"{author}", first, last, picture));

    [Theory]
    [InlineData("<p>html</p>", "plain", "body", "html")]
    [InlineData(" ", "plain", "body", "plain")]
    [InlineData(null, "plain", "body", "plain")]
    [InlineData(null, " ", "body", "body")]
    [InlineData(null, null, "body", "body")]
    [InlineData(null, null, null, "")]
    public void The_text_is_the_best_that_there_is(string? html, string? plain, string? body, string text) =>
        Read(Comment() with { HtmlBody = html, PlainBody = plain, Body = body }).Comments.Single()
            .ShouldSatisfyAllConditions(
                comment => comment.Text.ShouldBe(text), comment => comment.Refusal.ShouldBe(text.Length > 0 ? null : CommentRefusal.Empty));

    [Theory]
    [InlineData("a.png", 7L, null, true)]
    [InlineData("a.png", 7L, false, true)]
    [InlineData("a.png", 7L, true, false)]
    [InlineData("redacted.txt", null, null, false)]
    [InlineData("redacted.txt", 1L, null, false)]
    [InlineData("redacted.txt", 2L, null, true)]
    [InlineData("a.txt", 1L, null, true)]
    [InlineData(null, null, null, true)]
    public void A_file_that_was_deleted_is_not_sent(string? name, long? size, bool? isDeleted, bool isSent)
    {
        var file = new ZendeskAttachment(3, name, "https://acme.zendesk.com/f", "image/png", size, isDeleted, null);

        Read(Comment() with { Attachments = [file] }).Comments.Single().Files
            .ShouldBe(isSent
                ? [new ScannedFile(new AttachedFile("3", "https://acme.zendesk.com/f", name ?? "", "image/png", size), MalwareScan.Passed)]
                : []);
    }

    [Theory]
    [InlineData("malware_found", nameof(MalwareScan.Infected))]
    [InlineData("not_scanned", nameof(MalwareScan.Running))]
    [InlineData("malware_not_found", nameof(MalwareScan.Passed))]
    [InlineData("failed_to_scan", nameof(MalwareScan.Passed))]
    [InlineData(null, nameof(MalwareScan.Passed))]
    public void Each_result_of_the_scan_is_mapped(string? result, string scan)
    {
        var file = new ZendeskAttachment(3, "a.png", "https://acme.zendesk.com/f", "image/png", 7, null, result);

        Read(Comment() with { Attachments = [file] }).Comments.Single().Files.Single().Scan.ToString().ShouldBe(scan);
    }

    [Fact]
    public void A_file_without_an_address_is_none() =>
        Read(Comment() with { PlainBody = "", Attachments = [new ZendeskAttachment(3, "a.png", null, null, 7, null, null)] }).Comments.Single()
            .Refusal.ShouldBe(CommentRefusal.Empty);

    [Fact]
    public void A_comment_is_left_out_if_one_of_its_files_was_deleted_and_nothing_else_is_in_it()
    {
        var deleted = new ZendeskAttachment(3, "a.png", "https://acme.zendesk.com/f", null, 7, Deleted: true, null);
        var withoutAddress = new ZendeskAttachment(4, "b.png", null, null, 7, null, null);

        Read(Comment() with { PlainBody = "", Attachments = [deleted, withoutAddress] }).Comments.ShouldBeEmpty();
        Read(Comment() with { PlainBody = "Hi", Attachments = [deleted] }).Comments.ShouldHaveSingleItem();
    }

    public static TheoryData<string, bool> WithoutTicket { get; } = new()
    {
        { "an agent's", true },
        { "internal", true },
        { "of the bridge", true },
        { "of Zendesk", true },
        { "older", true },
        { "of a user", false },
        { "of somebody unknown", false },
        { "of nobody", false },
        { "without a time", false },
        { "unreadable", false },
    };

    [Theory]
    [MemberData(nameof(WithoutTicket))]
    public void For_whom_a_comment_is_may_be_known_without_the_ticket(string what, bool isKnown)
    {
        var ofUser = Comment() with { AuthorId = EndUser };
        var comment = what switch
        {
            "an agent's" => Comment(),
            "internal" => ofUser with { Public = false },
            "of the bridge" => ofUser with { Metadata = Marker },
            "of Zendesk" => ofUser with { AuthorId = Zendesk },
            "older" => ofUser with { CreatedAt = Before },
            "of a user" => ofUser,
            "of somebody unknown" => ofUser with { AuthorId = Unnamed },
            "of nobody" => ofUser with { AuthorId = null },
            "without a time" => Comment() with { CreatedAt = null },
            _ => Comment() with { IsUnreadable = true },
        };

        TicketReadingFactory.NeedsNoTicket(comment, Users, At).ShouldBe(isKnown, what);
    }

    private static ZendeskMetadata Marker { get; } = new(JsonSerializer.SerializeToElement(new { helpdesk_bridge = "m1" }));

    private static ZendeskComment Comment(long id = 1) => new()
    {
        Id = id,
        AuthorId = Agent,
        PlainBody = "Hi",
        Public = true,
        CreatedAt = At,
    };

    private static TicketReading.Found Read(params ZendeskComment[] comments) => Read(Ticket, comments);

    private static TicketReading.Found Read(ZendeskTicket ticket, params ZendeskComment[] comments) =>
        TicketReadingFactory.Create(Account, ticket, comments, Users, since: null, NoMerges);
}
