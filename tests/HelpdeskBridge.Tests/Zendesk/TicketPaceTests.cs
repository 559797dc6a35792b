using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HelpdeskBridge.Tests.Conversations;
using HelpdeskBridge.Zendesk.Limits;

namespace HelpdeskBridge.Tests.Zendesk;

/// <summary>Zendesk takes 30 updates of a ticket in 10 minutes from one user; the pace never asks for more.</summary>
[Properties(MaxTest = 300, Arbitrary = [typeof(TicketPaceTests)])]
public sealed class TicketPaceTests
{
    private static readonly TicketPace Pace = new();

    private static readonly DateTimeOffset Start = ConversationFixture.Start;

    /// <summary>An update that is to be written, and how many milliseconds after the one before.</summary>
    public sealed record Update(bool IsText, int MillisecondsAfter);

    /// <summary>Bursts and pauses of texts, with the end of a conversation among them now and then.</summary>
    public static Arbitrary<Update[]> Updates()
    {
        var update = from isText in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
                     from after in Gen.Frequency((6, Gen.Constant(0)), (3, Gen.Choose(0, 5_000)), (1, Gen.Choose(0, 700_000)))
                     select new Update(isText, after);
        return Gen.ArrayOf(update, 120).ToArbitrary();
    }

    [Fact]
    public void At_rest_an_update_goes_at_once() => Pace.GetNextUpdateTime([], isClientMessage: true, Start).ShouldBe(Start);

    [Theory]
    [InlineData(17, 0)]
    [InlineData(18, 10.5)]
    [InlineData(19, 21)]
    [InlineData(27, 105)]
    public void After_ten_updates_the_gaps_grow(int before, double seconds)
    {
        var updates = Enumerable.Repeat(Start, before).ToList();

        Pace.GetNextUpdateTime(updates, isClientMessage: true, Start).ShouldBe(Start + TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData(28, true, true)]
    [InlineData(28, false, false)]
    [InlineData(29, false, false)]
    [InlineData(30, false, true)]
    [InlineData(40, false, true)]
    public void Texts_leave_two_updates_for_an_end(int before, bool isText, bool waits)
    {
        var updates = Enumerable.Range(0, before).Select(i => Start + TimeSpan.FromSeconds(i)).ToList();
        var now = Start + TimeSpan.FromSeconds(before);

        (Pace.GetNextUpdateTime(updates, isText, now) > now).ShouldBe(waits);
    }

    [Fact]
    public void The_text_after_twenty_eight_updates_waits_until_the_first_of_them_is_ten_minutes_old()
    {
        var updates = Enumerable.Range(0, 28).Select(i => Start + TimeSpan.FromSeconds(i)).ToList();

        Pace.GetNextUpdateTime(updates, isClientMessage: true, Start + TimeSpan.FromMinutes(9)).ShouldBe(Start + TimeSpan.FromMinutes(10));
    }

    [Property]
    public void Never_more_than_thirty_in_any_ten_minutes(Update[] updates)
    {
        var sent = Send(updates).ConvertAll(update => update.At);

        for (var i = TicketPace.MaxUpdates; i < sent.Count; i++)
            (sent[i] - sent[i - TicketPace.MaxUpdates]).ShouldBeGreaterThanOrEqualTo(Pace.Window);
    }

    [Property]
    public void An_end_is_not_delayed_by_texts(Update[] updates)
    {
        // One end of the conversation: whatever texts were written before it, there is a place for it.
        var texts = updates.Select(update => update with { IsText = true }).Append(new Update(IsText: false, MillisecondsAfter: 0));

        var (at, since) = Send(texts)[^1];
        at.ShouldBe(since);
    }

    [Property]
    public void A_text_never_waits_longer_than_the_window(Update[] updates)
    {
        var sent = Send(updates);
        for (var i = 1; i < sent.Count; i++)
            (sent[i].At - (sent[i].Since > sent[i - 1].At ? sent[i].Since : sent[i - 1].At)).ShouldBeLessThanOrEqualTo(Pace.Window);
    }

    /// <summary>One after another, each as soon as it is allowed.</summary>
    private static List<(DateTimeOffset At, DateTimeOffset Since)> Send(IEnumerable<Update> updates)
    {
        var sent = new List<(DateTimeOffset At, DateTimeOffset Since)>();
        var (requested, now) = (Start, Start);
        foreach (var update in updates)
        {
            requested += TimeSpan.FromMilliseconds(update.MillisecondsAfter);
            now = requested > now ? requested : now;
            var since = now;

            // Asked again when the time has come, as the outbound queue does: the window has moved on.
            while (Pace.GetNextUpdateTime([.. sent.Select(s => s.At).Where(at => at > now - Pace.Window)], update.IsText, now) is var notBefore
                && notBefore > now)
                now = notBefore;
            sent.Add((now, since));
        }

        return sent;
    }
}
