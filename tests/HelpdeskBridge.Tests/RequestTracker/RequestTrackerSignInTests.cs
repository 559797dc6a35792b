using System.Text;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Simulators;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>How the bridge signs in, learns who it is, and waits while it may not.</summary>
public sealed class RequestTrackerSignInTests
{
    private static readonly (string, string?)[] WithPassword =
        [("Helpdesks:main:ApiToken:Email", "bridge"), ("Helpdesks:main:ApiToken:Token", "a-password-of-the-tests")];

    /// <summary>There is no "who am I". The middle of a token is the number of its owner.</summary>
    [Fact]
    public async Task A_token_says_whose_it_is()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();

        fixture.Rt.Calls.ShouldAllBe(call => call.Header("Authorization") == $"token {RequestTrackerStub.Token}");
        fixture.Rt.Calls.ShouldAllBe(call => !call.Query.Contains("token="));
        fixture.Rt.Users.Calls[0].Path.ShouldEndWith("/user/29");
    }

    [Theory]
    [InlineData("bridge")]
    [InlineData("bridge@example.com")]
    public async Task A_name_or_an_address_with_a_password_is_taken_as_well(string user)
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync([.. WithPassword, ("Helpdesks:main:ApiToken:Email", user)]);
        await fixture.WriteAsync("from the client");
        fixture.Data.Correspond(RequestTrackerStub.FirstTicket, "Hi");
        await fixture.UntilHeardAsync(1);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:a-password-of-the-tests"));
        fixture.Rt.Calls.ShouldAllBe(call => call.Header("Authorization") == $"Basic {basic}");
    }

    /// <summary>It redirects to its page for signing in where it takes the caller for a browser.</summary>
    [Theory]
    [InlineData("unauthorized_401")]
    [InlineData("unauthorized_browser_302")]
    public async Task A_refused_sign_in_holds_everything_for_the_account_until_it_works_again(string recorded)
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        var (refusal, isRefused) = (RecordedExchange.Answer(recorded), true);
        fixture.Rt.Tickets.Usually(call => isRefused ? refusal : fixture.Rt.ShowTicket(call));
        await fixture.Bridge.SendTextAsync("wait");
        await fixture.Bridge.UntilAsync(() => fixture.Bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        (await fixture.Bridge.App.Http.GetStringAsync(new Uri(fixture.Bridge.App.Url, "/health/ready"), TestContext.Current.CancellationToken))
            .ShouldContain("ToHelpdesk main can\\u0027t be reached or used");
        isRefused = false;
        await fixture.Bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        fixture.Data.Words.ShouldBe(["Hello", "wait"]);
        fixture.Bridge.Log.DeadLetters("ClientText").ShouldBe(0);
    }

    /// <summary>A browser's name in the request, or a cookie, would be answered with a redirect instead of 401.</summary>
    [Fact]
    public async Task No_request_looks_like_a_browsers()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        await fixture.WriteAsync("More");

        fixture.Rt.Calls.ShouldAllBe(call => !(call.Header("User-Agent") ?? "").Contains("Mozilla") && call.Header("Cookie") == null);
    }

    [Fact]
    public async Task The_destinations_are_the_queues_that_may_be_seen_and_whether_anybody_is_there_is_not_known()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync(("Channels:shop:WhenUnknown", "Offline"));
        var text = "";

        // Until the queues are read, the answer has the default one alone.
        await Wait.UntilAsync(async () => (text = await AskAsync()).Contains("Billing", StringComparison.Ordinal));
        text.ShouldBe(
            """{"destinations":[{"destinationId":"3","name":"Support","hasOnline":false},"""
            + """{"destinationId":"4","name":"Billing","hasOnline":false}]}""");

        Task<string> AskAsync() => fixture.Bridge.App.Http.GetStringAsync(
            new Uri(fixture.Bridge.App.OperatorUrl, "getDestinations"), TestContext.Current.CancellationToken);
    }
}
