using System.Text.Json;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Tickets;

namespace HelpdeskBridge.Tests.Zendesk;

/// <summary>Into which ticket a ticket was merged, as far as its last comment shows.</summary>
public sealed class TicketMergesTests
{
    private const string Internal = "internal";
    private const string Public = "public";
    private static readonly DateTimeOffset At = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Internal, "This request was closed and merged into request #700 \"Order #41\".", "700")]
    [InlineData(Internal, "Diese Anfrage wurde geschlossen und mit Anfrage #700 zusammengeführt.", "700")]
    [InlineData(Internal, "dup of #33144692244499", "33144692244499")]
    [InlineData(Internal, "dup", null)]
    [InlineData(Internal, "dup of #501, which is this one", null)]
    [InlineData(Internal, "colour #7a0", null)]
    [InlineData(Public, "This request was closed and merged into request #700 \"Order #41\".", "700")]
    [InlineData(Public, "Your order #41 is on its way", null)]
    public void The_text_names_it(string visibility, string text, string? into) =>
        Target(Comment(visibility == Public, text, via: null)).ShouldBe(into);

    [Theory]
    [InlineData("""{"source":{"from":{"ticket_id":700},"to":{},"rel":"merge"}}""", "700")]
    [InlineData("""{"source":{"from":{"ticket_id":"700"},"to":null,"rel":"merge"}}""", "700")]
    [InlineData("""{"source":{"from":{"ticket_ids":[501]},"to":{"ticket_id":700},"rel":"merge"}}""", "700")]
    [InlineData("""{"source":{"to":{"ticket_ids":["501","700"]},"rel":"merge"}}""", "700")]
    [InlineData("""{"source":{"from":{"ticket_ids":[8,9]},"to":{},"rel":"merge"}}""", null)]
    [InlineData("""{"source":{"from":{"ticket_id":"x"},"to":[],"rel":"merge"}}""", null)]
    [InlineData("""{"source":{"from":{"ticket_id":700},"to":{},"rel":"follow_up"}}""", null)]
    [InlineData("""{"source":{"from":{"ticket_id":700},"to":{},"rel":null}}""", null)]
    [InlineData("""{"source":[],"channel":20}""", null)]
    [InlineData("""{"source":null}""", null)]
    [InlineData("\"web\"", null)]
    public void The_source_names_it(string via, string? into) => Target(Comment(isPublic: true, "dup", via)).ShouldBe(into);

    [Fact]
    public void The_source_is_believed_before_the_text() =>
        Target(Comment(isPublic: true, "about order #41", """{"source":{"from":{"ticket_id":700},"rel":"merge"}}""")).ShouldBe("700");

    [Fact]
    public void Only_the_last_comment_counts_and_the_conversation_continues_from_there()
    {
        var into = Comment(isPublic: false, "Request #700 was closed and merged into this request.", via: null) with
        {
            Id = 1,
            CreatedAt = At
        };
        var away = Comment(isPublic: false, "This request was closed and merged into request #701.", via: null) with
        {
            Id = 3,
            CreatedAt = At
        };

        var merge = TicketMerges.GetMerge(Merged, [into, away, into with { Id = 2 }]);
        merge.ShouldNotBeNull();
        (merge.Into, merge.At, merge.LastComment).ShouldBe(("701", At, "3"));
        TicketMerges.GetMerge(Merged, []).ShouldBeNull();
    }

    [Theory]
    [InlineData("closed", "closed_by_merge", true)]
    [InlineData("closed", "Closed_By_Merge", true)]
    [InlineData("closed", "jaicp", false)]
    [InlineData("solved", "closed_by_merge", false)]
    [InlineData("open", "closed_by_merge", false)]
    public void Only_a_closed_ticket_with_the_tag_was_merged(string status, string tag, bool isMerged) =>
        (TicketMerges.GetMerge(Merged with { Status = status, Tags = ["x", tag] }, [Comment(isPublic: false, "#700", via: null)]) is not null)
            .ShouldBe(isMerged);

    [Theory]
    [InlineData("This request was closed and merged into request #700.", true)]
    [InlineData("Request #500 \"Chat\" was closed and merged into this request. Last comment in request #500: secret", true)]
    [InlineData("Requests #500, #501 were closed and merged into this request.", true)]
    [InlineData("Your request #500 was closed.", false)]
    [InlineData("We closed and merged into this request what you wrote.", false)]
    public void What_a_merge_writes_is_known_by_its_wording(string text, bool isEntry) =>
        TicketMerges.IsMergeComment(Comment(isPublic: true, text, via: null)).ShouldBe(isEntry);

    [Fact]
    public void What_a_merge_writes_is_known_by_its_source() =>
        TicketMerges.IsMergeComment(Comment(isPublic: true, "dup", """{"source":{"rel":"merge"}}""")).ShouldBeTrue();

    [Fact]
    public void A_comment_that_can_not_be_read_is_not_the_last_one()
    {
        var merge = Comment(isPublic: false, "#700", via: null);

        TicketMerges.GetMerge(Merged, [merge, merge with { Id = 2, IsUnreadable = true, PlainBody = "#701" }])!.Into.ShouldBe("700");
        TicketMerges.GetMerge(Merged, [merge, merge with { Id = 0, CreatedAt = At.AddDays(1), PlainBody = "#702" }])!.Into
            .ShouldBe("702");
    }

    [Theory]
    [InlineData("#500 and #501 and again #500, but neither #x nor 7", new[] { 500L })]
    [InlineData("#500 #502", new[] { 500L, 502L })]
    [InlineData("#9999999999999999999", new long[0])]
    [InlineData("", new long[0])]
    public void Tickets_that_may_have_been_merged_into_this_one_are_named_by_number(string text, long[] tickets) =>
        TicketMerges.GetNamedTickets(Comment(isPublic: true, text, via: null), 501).ShouldBe(tickets);

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-300, false)]
    [InlineData(-299, true)]
    [InlineData(0, true)]
    [InlineData(299, true)]
    [InlineData(300, false)]
    [InlineData(null, true)]
    public void A_closed_ticket_does_not_change_any_more_so_its_last_change_is_the_merge(int? closedAfterSeconds, bool wasMerged)
    {
        var time = At;
        var ticket = Merged with { UpdatedAt = closedAfterSeconds is { } seconds ? time.AddSeconds(seconds) : null };

        TicketMerges.WasMergedAt(ticket, time).ShouldBe(wasMerged);
        TicketMerges.WasMergedAt(ticket with { Status = "open" }, time).ShouldBeFalse();
        TicketMerges.IsMerged(ticket with { Tags = null }).ShouldBeFalse();
    }

    private static ZendeskTicket Merged { get; } = new(501, "closed", null, null, null, null, ["closed_by_merge"]);

    private static string? Target(ZendeskComment comment) => TicketMerges.GetMerge(Merged, [comment])?.Into;

    private static ZendeskComment Comment(bool isPublic, string text, string? via) =>
        new()
        {
            Id = 1,
            Public = isPublic,
            PlainBody = text,
            CreatedAt = At,
            Via = via is null
            ? null
            : JsonDocument.Parse(via).RootElement
        };
}
