using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Tickets;

namespace HelpdeskBridge.Tests.Zendesk;

/// <summary>What a comment becomes for the client.</summary>
[Properties(MaxTest = 500, Arbitrary = [typeof(TicketReadingFactoryTests)])]
public sealed class TicketReadingFactoryTests
{
    private const long Requester = 9001;
    private const long Agent = 77;
    private const long EndUser = 5;
    private const long Unnamed = 6;

    private static readonly Uri Account = new("https://acme.zendesk.com");
    private static readonly DateTimeOffset At = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<long, ZendeskUser> Users = new[]
    {
        new ZendeskUser(Requester, "Ann", "end-user", null), new ZendeskUser(Agent, "Bob Marley", "agent", null),
        new ZendeskUser(EndUser, "Somebody in copy", "end-user", null),
    }.ToDictionary(user => user.Id);

    /// <summary>A comment as the property below generates it.</summary>
    public sealed record Piece(string? Html, string? Body, string? File, long Author, string? Type, bool IsUnreadable);

    public static Arbitrary<Piece> Pieces() => (
        from html in Gen.Elements(
            null, "", " ", "<p></p>", "<div class=\"zd-comment\"><br></div>", "<p>Hi</p>", "<img>", "<img alt=' '>",
            "<img src='data:image/png;base64,xx'>", "<img src='cid:1' alt='Plan'>",
            "<img src='https://example.com/a.png'>", "<img src='//example.com/a.png'>",
            "<img src='https://acme.zendesk.com/attachments/token/abc/?name=a.png'>", "<img src='/attachments/token/abc/?name=a.png'>",
            "<img src='https://help.acme.com/attachments/token/def/'>", "<img src='https://example.com/t.gif' width=1 height=1>",
            "<iframe src='https://video.example.com/1'></iframe>", "<svg></svg>", "<video><source src='https://example.com/v.mp4'></video>",
            "<img alt='😀' src='https://acme.zendesk.com/emoji.png'>", "<script>x</script>", "<p hidden>x</p>", "<<<>>>&&;")
        from body in Gen.Elements(null, "", "  \n ", "\u200B", "Hi")
        from file in Gen.Elements(null, null, "", "https://acme.zendesk.com/attachments/token/abc/?name=a.png")
        from author in Gen.Elements(Agent, Agent, Agent, EndUser, Unnamed)
        from type in Gen.Elements(null, "Comment", "VoiceComment")
        from unreadable in Gen.Elements(false, false, false, true)
        select new Piece(html, body, file, author, type, unreadable)).ToArbitrary();

    [Property]
    public void Every_public_comment_gives_a_text_a_file_or_a_note(Piece piece)
    {
        var comment = Read(Comment(piece)).ShouldNotBeNull();

        (comment.Text.Length > 0 || comment.Files.Count > 0).ShouldBe(comment.Refusal is null);
        comment.Text.ShouldBe(comment.Text.Trim());
        if (piece is { Author: Agent, IsUnreadable: false, Type: not "VoiceComment" } && (piece.Html == "<p>Hi</p>" || piece.File is { Length: > 0 }))
            comment.Refusal.ShouldBeNull();
    }

    [Theory]
    [InlineData("<img src='https://example.com/a.png'>", "https://example.com/a.png")]
    [InlineData("See <img src='https://example.com/a.png' alt='the plan'>", "See the plan (https://example.com/a.png)")]
    [InlineData("<img src='cid:1' alt='the plan'>", "the plan")]
    [InlineData("<iframe src='https://video.example.com/1' title='How to'></iframe>", "How to (https://video.example.com/1)")]
    [InlineData("<p>Hi</p><img src='https://example.com/t.gif' width=1 height=1>", "Hi")]
    [InlineData("<a href='https://example.com'><img src='https://example.com/logo.png' alt='Logo'></a>", "Logo (https://example.com)")]
    [InlineData("<img src='/images/a.png'>", "https://acme.zendesk.com/images/a.png")]
    public void A_picture_from_elsewhere_becomes_its_address_or_its_alternative_text(string html, string text)
    {
        var comment = Read(Comment(new Piece(html, null, null, Agent, null, false))).ShouldNotBeNull();

        (comment.Text, comment.Files.Count).ShouldBe((text, 0));
    }

    [Theory]
    [InlineData("https://acme.zendesk.com/attachments/token/xyz/?name=plan.png", "plan.png")]
    [InlineData("/attachments/token/xyz/?name=plan.png", "plan.png")]
    [InlineData("https://help.acme.com/attachments/token/xyz/?name=plan.png", "plan.png")]
    [InlineData("https://acme.zendesk.com/attachments/token/xyz/", "the plan")]
    public void A_picture_of_the_account_that_is_no_attachment_is_a_file_once(string source, string name)
    {
        var picture = $"<img src='{source}' alt='the plan'>";
        var comment = Read(Comment(new Piece($"Look {picture}{picture}", null, null, Agent, null, false))).ShouldNotBeNull();

        comment.Text.ShouldBe("Look");
        var file = comment.Files.ShouldHaveSingleItem().File;
        (file.Name, file.Url).ShouldBe((name, new Uri(Account, source).AbsoluteUri));
        file.Id.ShouldNotContain("xyz");
    }

    [Fact]
    public void A_picture_that_is_an_attachment_is_one_file()
    {
        const string Url = "https://acme.zendesk.com/attachments/token/abc/?name=a.png";
        var comment = Read(Comment(new Piece($"<img src='{Url}'>", null, Url, Agent, null, false))).ShouldNotBeNull();

        (comment.Text, comment.Files.Count, comment.Refusal).ShouldBe(("", 1, null));
    }

    [Fact]
    public void A_comment_whose_only_file_was_deleted_is_left_out()
    {
        var deleted = new ZendeskAttachment(1, "a.png", "https://acme.zendesk.com/attachments/token/abc/", "image/png", 7, Deleted: true, null);

        Read(Comment(new Piece(null, "", null, Agent, null, false)) with { Attachments = [deleted] }).ShouldBeNull();
    }

    [Fact]
    public void The_clients_own_comments_and_those_of_the_bridge_and_of_Zendesk_give_nothing()
    {
        var comment = Comment(new Piece(null, "Hi", null, Agent, null, false));

        Read(comment with { AuthorId = Requester }).ShouldBeNull();
        Read(comment with { AuthorId = -1 }).ShouldBeNull();
        Read(comment with { Public = false }).ShouldBeNull();
        Read(comment with { Metadata = new ZendeskMetadata(JsonSerializer.SerializeToElement(new { helpdesk_bridge = "m1" })) }).ShouldBeNull();
    }

    private static ZendeskComment Comment(Piece piece) => new()
    {
        Id = 1,
        Type = piece.Type,
        AuthorId = piece.Author,
        HtmlBody = piece.Html,
        Body = piece.Body,
        PlainBody = piece.Body,
        Public = true,
        CreatedAt = At,
        IsUnreadable = piece.IsUnreadable,
        Attachments = piece.File is null ? null : [new ZendeskAttachment(1, "a.png", piece.File, "image/png", 7, false, null)],
    };

    private static AgentComment? Read(ZendeskComment comment) => TicketReadingFactory
        .Create(Account, new ZendeskTicket(501, "open", null, Requester, null, At, null), [comment], Users, since: null, new HashSet<long>())
        .Comments.SingleOrDefault();
}
