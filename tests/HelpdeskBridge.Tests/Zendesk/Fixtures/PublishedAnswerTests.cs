using System.Net;
using System.Text.Json;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Webhooks;

namespace HelpdeskBridge.Tests.Zendesk.Fixtures;

/// <summary>Zendesk's bodies as others recorded them, read with our own records.</summary>
public sealed class PublishedAnswerTests
{
    /// <summary>Every file is read by a test below, or has no place in the bridge yet.</summary>
    private static readonly string[] NotUsed =
    [
        "attachments/show_200.json", "availability/account_groups_availability.shape.json", "availability/agent_availabilities.docs-example.json",
        "clients/GET_trigger.json", "clients/GET_webhook.json", "clients/POST_triggers.json", "clients/POST_upload.json",
        "clients/POST_webhooks.json",
        "custom_statuses/list_page_1_200.json", "groups/memberships_page1_200.json", "tickets/add_tags_200.json", "tickets/merge_job_queued_200.json",
        "users/identity_create_201.json", "webhooks/ticket_event_shapes.secondary.json",
    ];

    [Theory]
    [InlineData("tickets/show_closed_with_followup_200.json", 1000, "Closed", null)]
    [InlineData("clients/PUT_ticket.json", 2, "Solved", null)]
    [InlineData("clients/POST_ticket.json", 4, "New", true)]
    public void A_ticket_is_read(string file, long id, string status, bool? hasComment)
    {
        var answer = Read<TicketResponse>(file);

        answer.Ticket.ShouldNotBeNull().Id.ShouldBe(id);
        answer.Ticket!.RequesterId.ShouldNotBeNull().ShouldBePositive();
        ZendeskStatus.Parse(answer.Ticket.Status).ShouldBe(Enum.Parse<TicketStatus>(status));
        if (hasComment is true)
            answer.Audit.ShouldNotBeNull().CommentId.ShouldNotBeNull().ShouldAllBe(letter => char.IsAsciiDigit(letter));
    }

    [Fact]
    public void A_list_of_tickets_is_read() =>
        Read<TicketsResponse>("clients/GET_ticket_show_many.json").Tickets.ShouldNotBeNull()
            .ShouldAllBe(ticket => ticket.Id > 0 && ticket.Status != null && ticket.ExternalId == null);

    [Fact]
    public void Comments_are_read_with_their_files_and_the_end_of_the_list()
    {
        var answer = Read<CommentsResponse>("comments/list_200.json");

        answer.Comments.ShouldNotBeNull().Select(comment => (comment.Id, comment.AuthorId, comment.Public, comment.Body))
            .ShouldBe([(1274, 123123, true, "Please help!"), (1275, 456456, false, "Looking into an issue.")]);
        answer.Comments![1].Attachments!.Single().ShouldBe(
            new ZendeskAttachment(498483, "crash.log", "https://company.zendesk.com/attachments/crash.log", "text/plain", 2532, null, null));
        answer.Comments[0].CreatedAt.ShouldBe(new DateTimeOffset(2009, 7, 20, 22, 55, 29, TimeSpan.Zero));
        answer.Comments.ShouldAllBe(comment => comment.Marker == null);
        answer.Meta.ShouldBe(new ZendeskPage(false, "aCursor=="));
    }

    [Fact]
    public void Comments_of_the_system_have_author_minus_one() =>
        Read<CommentsResponse>("comments/list_system_author_minus1_200.json")
            .Comments!.Select(comment => (comment.AuthorId, comment.Public, comment.Marker))
            .ShouldBe([(129392, false, null), (-1, true, null)]);

    [Fact]
    public void More_comments_are_behind_the_cursor() =>
        Read<CommentsResponse>("clients/GET_ticket_comments.json").ShouldSatisfyAllConditions(
            answer => answer.Comments!.Count.ShouldBe(2),
            answer => answer.Meta.ShouldBe(new ZendeskPage(true, "xxx")),
            answer => answer.Users.ShouldBeNull());

    [Theory]
    [InlineData("users/create_201.json", 1000, "Kylo Ren", true, false)]
    [InlineData("clients/GET_user.json", 369531345753, "Sample customer", false, true)]
    public void A_user_is_read(string file, long id, string name, bool isStaff, bool hasPhoto)
    {
        var user = Read<UserResponse>(file).User.ShouldNotBeNull();

        (user.Id, user.Name, user.IsStaff, user.Photo?.ContentUrl is not null).ShouldBe((id, name, isStaff, hasPhoto));
    }

    [Fact]
    public void Users_beside_comments_are_read() =>
        Read<CommentsResponse>("clients/GET_users.json").Users.ShouldNotBeNull()
            .ShouldAllBe(user => user.Id > 0 && user.Name != null && user.Role != null);

    [Fact]
    public void Groups_are_read_in_the_older_paging_as_well()
    {
        var answer = Read<GroupsResponse>("clients/GET_groups.json");

        answer.Groups.ShouldBe([new ZendeskGroup(360002440594, "Support", false)]);
        answer.Meta.ShouldBeNull();
    }

    [Theory]
    [InlineData("errors/400_merge_invalid_id.json", "400 Invalid attribute", false)]
    [InlineData("errors/401_not_authenticated.json", "401 Couldn't authenticate you", false)]
    [InlineData("errors/404_ticket.json", "404 RecordNotFound", false)]
    [InlineData("errors/404_wrong_subdomain.json", "404 No help desk at example.zendesk.com", false)]
    [InlineData("errors/422_closed_ticket_update.json", "422 RecordInvalid status", true)]
    [InlineData("errors/422_duplicate_membership.json", "422 RecordInvalid user_id", false)]
    [InlineData("errors/422_upload_unprocessable.json", "422 AttachmentUnprocessable", false)]
    [InlineData("errors/422_user_name_too_short.json", "422 RecordInvalid name", false)]
    [InlineData("errors/429_incremental_export.json", "429 APIRateLimitExceeded", false)]
    [InlineData("errors/merge_into_itself_source_invalid.json", "422 SourceInvalid", false)]
    public void An_error_is_summed_up(string file, string summary, bool ticketIsClosed)
    {
        var status = (HttpStatusCode)int.Parse(summary[..3], null);
        var failure = ZendeskFailure.FromBody(status, FixtureFolder.Body(file).GetRawText());

        failure.Summary.ShouldBe(summary);
        failure.TicketIsClosed.ShouldBe(ticketIsClosed);
    }

    [Theory]
    [InlineData("webhooks/ticket.comment_added.dust-example.json", "5158", "8447388090495")]
    [InlineData("webhooks/ticket.status_changed.dust-example.json", "5158", null)]
    [InlineData("webhooks/ticket.agent_assignment_changed.dust-example.json", "5158", null)]
    [InlineData("webhooks/ticket.attachment_linked_to_comment.docs-example.json", "19395", null)]
    public void A_webhook_body_names_its_ticket_and_the_agent_who_wrote_a_comment(string file, string ticket, string? agent) =>
        ReadWebhook(file).ShouldBe(new WebhookReading.AboutTicket(ticket, IsOurs: false) { CommentBy = agent });

    [Theory]
    [InlineData("webhooks/ticket.created.docs-example.json")]
    [InlineData("webhooks/ticket.comment_added.docs-example.partial.json")]
    [InlineData("webhooks/agent.state_changed.docs-example.json")]
    [InlineData("webhooks/user_group_membership_created.body")]
    public void A_webhook_body_about_something_else_is_not_about_a_ticket(string file) =>
        ReadWebhook(file).ShouldBeOfType<WebhookReading.NotAboutTicket>();

    [Theory]
    [InlineData("webhooks/zis.ticket_event.agent_assignment_changed.docs-example.json")]
    [InlineData("webhooks/trigger_ticket_update.body")]
    public void A_body_of_another_sender_can_not_be_read(string file) => ReadWebhook(file).ShouldBeOfType<WebhookReading.Unreadable>();

    [Fact]
    public void No_published_file_is_left_out()
    {
        var read = typeof(PublishedAnswerTests).GetMethods().SelectMany(method => method.GetCustomAttributes(typeof(InlineDataAttribute), false))
            .Cast<InlineDataAttribute>().Select(row => (string)row.Data[0]!)
            .Concat(["clients/GET_ticket_show_many.json", "comments/list_200.json", "comments/list_system_author_minus1_200.json",
                "clients/GET_ticket_comments.json"])
            .Concat(["clients/GET_users.json", "clients/GET_groups.json", "webhooks/signature_vectors.json"]);
        var folders = Directory.GetDirectories(FixtureFolder.GetPath("")).Select(path => Path.GetFileName(path));

        folders.SelectMany(folder => FixtureFolder.Names(folder, "*.*")).ShouldBe([.. read, .. NotUsed], ignoreOrder: true);
    }

    private static WebhookReading ReadWebhook(string file) => WebhookBody.Read(file.EndsWith(".body", StringComparison.Ordinal)
        ? FixtureFolder.Bytes(file)
        : JsonSerializer.SerializeToUtf8Bytes(FixtureFolder.Body(file).GetProperty("payload")));

    private static T Read<T>(string file)
        where T : class => FixtureFolder.Body(file).Deserialize<T>(ZendeskJson.Options).ShouldNotBeNull();
}
