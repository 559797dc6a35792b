using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HelpdeskBridge.Tests.Conversations;
using HelpdeskBridge.Zendesk.Limits;

namespace HelpdeskBridge.Tests.Zendesk;

[Properties(MaxTest = 200, Arbitrary = [typeof(RequestBudgetTests)])]
public sealed class RequestBudgetTests
{
    private static readonly DateTimeOffset Start = ConversationFixture.Start;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Requests a minute, and what is asked for: a kind, and how many milliseconds after the one before.</summary>
    public sealed record Load(int PerMinute, (int Kind, int After)[] Requests);

    public static Arbitrary<Load> Loads()
    {
        var request = from kind in Gen.Choose(0, 5)
                      from after in Gen.Frequency((8, Gen.Choose(0, 200)), (1, Gen.Choose(0, 90_000)))
                      select (kind, after);
        return (from perMinute in Gen.Choose(1, 40)
                from requests in Gen.ArrayOf(request, 300)
                select new Load(perMinute, requests)).ToArbitrary();
    }

    [Property]
    public void Never_more_than_the_budget_in_any_minute(Load load) =>
        MaxInAMinute(Book(load).Select(b => b.At)).ShouldBeLessThanOrEqualTo(load.PerMinute);

    [Property]
    public void Sweeps_take_a_fifth_at_most(Load load) =>
        MaxInAMinute(Book(load).Where(b => b.Kind == RequestKind.Sweep).Select(b => b.At)).ShouldBeLessThanOrEqualTo(Math.Max(1, load.PerMinute / 5));

    [Property]
    public void Availability_requests_take_a_tenth_at_most(Load load) =>
        MaxInAMinute(Book(load).Where(b => b.Kind == RequestKind.Availability).Select(b => b.At))
            .ShouldBeLessThanOrEqualTo(Math.Max(1, load.PerMinute / 10));

    [Property]
    public void Reads_of_the_set_up_take_a_tenth_at_most(Load load) =>
        MaxInAMinute(Book(load).Where(b => b.Kind == RequestKind.Setup).Select(b => b.At))
            .ShouldBeLessThanOrEqualTo(Math.Max(1, load.PerMinute / 10));

    [Theory]
    [InlineData("GET", "/api/v2/webhooks?page%5Bsize%5D=100", RequestKind.Setup)]
    [InlineData("GET", "/api/v2/triggers?page%5Bsize%5D=100", RequestKind.Setup)]
    [InlineData("GET", "/api/v2/ticket_fields?page%5Bsize%5D=100", RequestKind.Setup)]
    [InlineData("POST", "/api/v2/webhooks", RequestKind.Other)]
    [InlineData("GET", "/api/v2/groups", RequestKind.Other)]
    public void Only_reads_of_the_set_up_are_of_their_own_kind(string method, string address, object kind)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(new Uri("https://acme.zendesk.com"), address));
        RequestKinds.Get(request).ShouldBe((RequestKind)kind);
    }

    [Fact]
    public void Nothing_waits_behind_availability_requests()
    {
        var budget = new RequestBudget(400);
        for (var i = 0; i < 1000; i++)
            budget.Book(RequestKind.Availability, Start);

        budget.Book(RequestKind.UpdateTicket, Start).At.ShouldBe(Start);
        budget.Book(RequestKind.Sweep, Start).At.ShouldBe(Start);
    }

    [Property]
    public void Nothing_is_booked_for_the_past(Load load) => Book(load).ShouldAllBe(b => b.At >= b.AskedAt);

    [Property]
    public void Whatever_limits_Zendesk_announces_the_budget_is_kept(Load load, byte remaining, byte seconds) =>
        MaxInAMinute(Book(load, new LimitNotice(null, remaining % 5, TimeSpan.FromSeconds(seconds))).Select(b => b.At))
            .ShouldBeLessThanOrEqualTo(load.PerMinute);

    [Theory]
    [InlineData(400)]
    [InlineData(60)]
    [InlineData(20)]
    public void A_saturated_budget_is_used_up(int perMinute)
    {
        var budget = new RequestBudget(perMinute);
        var booked = Enumerable.Range(0, perMinute * 10).Select(_ => budget.Book(RequestKind.UpdateTicket, Start).At).ToList();

        booked.Count(at => at < Start + (5 * Minute)).ShouldBeGreaterThanOrEqualTo((int)(perMinute * 5 * 0.95));
    }

    [Fact]
    public void At_rest_a_request_goes_at_once() => new RequestBudget(400).Book(RequestKind.Other, Start).At.ShouldBe(Start);

    [Fact]
    public void What_was_sent_a_minute_ago_takes_no_place()
    {
        var budget = new RequestBudget(1);
        budget.Book(RequestKind.Other, Start);

        budget.Book(RequestKind.Other, Start + Minute).At.ShouldBe(Start + Minute);
    }

    [Fact]
    public void A_request_counts_from_its_answer_and_one_that_never_left_not_at_all()
    {
        var budget = new RequestBudget(2);
        var (slow, unsent) = (budget.Book(RequestKind.Sweep, Start), budget.Book(RequestKind.Other, Start));
        var later = Start + TimeSpan.FromSeconds(7);
        budget.Settle(unsent, null, later);
        budget.Settle(slow, later, later);

        budget.Book(RequestKind.Other, later).At.ShouldBe(later);
        budget.Book(RequestKind.Other, later).At.ShouldBe(later + Minute);
        budget.Book(RequestKind.Sweep, later).At.ShouldBe(later + Minute);
    }

    [Property]
    public void However_long_requests_are_on_their_way_no_minute_gets_more_than_the_budget(Load load, byte seed)
    {
        // One at a time: each is on its way for up to 20 seconds and arrives at any moment of that.
        var (budget, random, now) = (new RequestBudget(load.PerMinute), new Random(seed), Start);
        var arrivals = new List<DateTimeOffset>();
        foreach (var (number, after) in load.Requests)
        {
            now += TimeSpan.FromMilliseconds(after);
            var booking = budget.Book((RequestKind)number, now);
            var answered = booking.At + TimeSpan.FromSeconds(random.Next(20));
            arrivals.Add(booking.At + ((answered - booking.At) * random.NextDouble()));
            now = answered;
            budget.Settle(booking, answered, now);
        }

        MaxInAMinute(arrivals).ShouldBeLessThanOrEqualTo(load.PerMinute);
    }

    [Fact]
    public void With_nothing_left_requests_wait_for_the_reset()
    {
        var budget = new RequestBudget(400);
        budget.Observe(new LimitNotice(null, 0, TimeSpan.FromSeconds(17)), Start);

        budget.Book(RequestKind.Other, Start).At.ShouldBe(Start + TimeSpan.FromSeconds(17));
        budget.Book(RequestKind.CreateTicket, Start + TimeSpan.FromSeconds(16)).At.ShouldBe(Start + TimeSpan.FromSeconds(17));
        budget.Book(RequestKind.Other, Start + TimeSpan.FromSeconds(17)).At.ShouldBe(Start + TimeSpan.FromSeconds(17));
        budget.Book(RequestKind.Other, Start + TimeSpan.FromSeconds(18)).At.ShouldBe(Start + TimeSpan.FromSeconds(18));
    }

    [Fact]
    public void What_is_left_may_go_and_no_more()
    {
        var budget = new RequestBudget(400);
        budget.Observe(new LimitNotice(null, 2, TimeSpan.FromSeconds(17)), Start);

        Enumerable.Range(0, 4).Select(_ => (budget.Book(RequestKind.Other, Start).At - Start).TotalSeconds).ShouldBe([0, 0, 17, 17]);
    }

    [Fact]
    public void A_limit_of_one_kind_limits_only_that_kind()
    {
        var budget = new RequestBudget(400);
        budget.Observe(new LimitNotice(RequestKind.CreateTicket, 0, TimeSpan.FromSeconds(17)), Start);

        budget.Book(RequestKind.UpdateTicket, Start).At.ShouldBe(Start);
        budget.Book(RequestKind.Other, Start).At.ShouldBe(Start);
        budget.Book(RequestKind.Sweep, Start).At.ShouldBe(Start);
        budget.Book(RequestKind.CreateTicket, Start).At.ShouldBe(Start + TimeSpan.FromSeconds(17));
    }

    [Fact]
    public void Sweeps_that_wait_for_the_budget_delay_nothing_else()
    {
        var budget = new RequestBudget(10);
        for (var i = 0; i < 20; i++)
            budget.Book(RequestKind.Sweep, Start);

        budget.Book(RequestKind.UpdateTicket, Start + TimeSpan.FromSeconds(1)).At.ShouldBe(Start + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void An_older_answer_that_comes_later_gives_nothing_back()
    {
        var budget = new RequestBudget(400);
        budget.Observe(new LimitNotice(null, 0, TimeSpan.FromSeconds(17)), Start);
        budget.Observe(new LimitNotice(null, 40, TimeSpan.FromSeconds(17)), Start);

        budget.Book(RequestKind.Other, Start).At.ShouldBe(Start + TimeSpan.FromSeconds(17));
    }

    [Fact]
    public void After_the_reset_a_new_notice_counts_by_itself()
    {
        var budget = new RequestBudget(400);
        budget.Observe(new LimitNotice(null, 0, TimeSpan.FromSeconds(17)), Start);
        var later = Start + TimeSpan.FromSeconds(17);
        budget.Observe(new LimitNotice(null, 1, TimeSpan.FromSeconds(60)), later);

        budget.Book(RequestKind.Other, later).At.ShouldBe(later);
        budget.Book(RequestKind.Other, later).At.ShouldBe(later + TimeSpan.FromSeconds(60));
    }

    private static List<(RequestKind Kind, DateTimeOffset AskedAt, DateTimeOffset At)> Book(Load load, LimitNotice? seen = null)
    {
        var budget = new RequestBudget(load.PerMinute);
        var now = Start;
        var booked = new List<(RequestKind, DateTimeOffset, DateTimeOffset)>();
        foreach (var (number, after) in load.Requests)
        {
            now += TimeSpan.FromMilliseconds(after);
            if (seen is not null && booked.Count % 7 == 3)
                budget.Observe(seen with { Kind = number == 0 ? null : (RequestKind)number }, now);
            booked.Add(((RequestKind)number, now, budget.Book((RequestKind)number, now).At));
        }

        return booked;
    }

    private static int MaxInAMinute(IEnumerable<DateTimeOffset> bookings)
    {
        var (sorted, max, first) = (bookings.Order().ToList(), 0, 0);
        for (var last = 0; last < sorted.Count; last++)
        {
            while (sorted[last] - sorted[first] >= Minute)
                first++;
            max = Math.Max(max, last - first + 1);
        }

        return max;
    }
}
