using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.RequestTracker.Feed;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>How far the transactions were read.</summary>
public sealed class FeedCursorTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Everything_after_the_start_is_new_once()
    {
        var cursor = FeedCursor.StartAfter(1000);
        RtTransaction[] page = [Create(1001), Create(1003)];
        cursor.GetNew(page).ShouldBe(page);

        var after = Store(cursor.After(page, isLast: true));
        after.GetNew(page).ShouldBeEmpty();
    }

    [Fact]
    public void A_smaller_id_that_is_committed_later_is_found()
    {
        var after = Store(FeedCursor.StartAfter(1000).After([Create(1003)], isLast: true));
        after.From.ShouldBeLessThan(1002);
        after.GetNew([Create(1002), Create(1003)]).Select(transaction => transaction.Id).ShouldBe(["1002"]);
    }

    [Fact]
    public void The_next_page_begins_where_a_full_one_ended_and_then_it_goes_back_again()
    {
        var cursor = FeedCursor.StartAfter(1000).After([Create(1001), Create(1100)], isLast: false);
        Store(cursor).From.ShouldBe(1100);
        cursor.After([], isLast: true).From.ShouldBe(1000);
    }

    [Fact]
    public void What_is_read_again_fits_into_one_page_however_much_happens()
    {
        var cursor = FeedCursor.StartAfter(0);
        for (var page = 0; page < 20; page++)
            cursor = Store(cursor.After([.. Enumerable.Range((page * 100) + 1, 100).Select(id => Create(id))], isLast: page == 19));
        cursor.Seen.Count.ShouldBe(FeedCursor.MaxSeen);
        cursor.Seen.Min().ShouldBe(2000 - FeedCursor.MaxSeen + 1);
        cursor.From.ShouldBe(2000 - FeedCursor.MaxSeen);
    }

    [Fact]
    public void The_cursor_stays_short_however_long_the_way_to_the_end_is()
    {
        var cursor = FeedCursor.StartAfter(0);
        for (var page = 0; page < 100; page++)
            cursor = Store(cursor.After([.. Enumerable.Range((page * 100) + 1, 100).Select(id => Create(id))], isLast: false));

        (cursor.From, cursor.Seen.Count).ShouldBe((10_000, 200));
    }

    [Fact]
    public void What_is_older_is_not_read_again_when_nothing_happens()
    {
        var cursor = FeedCursor.StartAfter(0).After([Create(1)], isLast: true);
        cursor = cursor.After([Create(1), Create(500, minutes: 10)], isLast: true);
        cursor.Seen.ShouldBe([500L]);
        cursor.After([Create(500, minutes: 10)], isLast: true).Seen.ShouldBe([500L]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("2;5;;")]
    [InlineData("1;x;;")]
    [InlineData("1;5;;x")]
    public void What_another_version_wrote_is_no_cursor(string text) => FeedCursor.Parse(text).ShouldBeNull();

    /// <summary>As the store keeps it.</summary>
    private static FeedCursor Store(FeedCursor cursor) => FeedCursor.Parse(cursor.ToString())!;

    private static RtTransaction Create(long id, int minutes = 0) =>
        new(RtIds.Format(id), "Correspond", null, Start.AddMinutes(minutes), "7", null, null);
}
