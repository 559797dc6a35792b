using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>Request Tracker's own user whom the bot names is the requestor (<c>Requester</c>). An external id is a user's name.</summary>
public sealed class RequestorTests
{
    private const string Email = "ann@example.com";

    private static readonly (string Key, string? Value)[] Settings =
        [("Channels:shop:Requester:EmailFrom", "email"), ("Channels:shop:Requester:ExternalIdFrom", "login")];

    [Theory]
    [InlineData("email", "ANN@example.com")]
    [InlineData("login", "ann.lee")]
    public async Task The_user_who_has_the_value_is_the_requestor_and_is_not_changed(string attribute, string value)
    {
        await using var fixture = await RequestTrackerFixture.StartAsync(rt => rt.Data.AddUser("ann.lee", "Dr Ann Lee", Email), Settings);
        var ann = fixture.Data.FindUser("ann.lee")!;
        await OpenAsync(fixture, attribute, value);
        await fixture.WriteAsync("More");

        fixture.Data.Tickets.ShouldHaveSingleItem().Requestor.ShouldBe("ann.lee");
        fixture.Data.FindUser("ann.lee").ShouldBe(ann);
        fixture.Rt.NewUsers.Calls.ShouldBeEmpty();
        fixture.Rt.UserChanges.Calls.ShouldBeEmpty();
        fixture.Data.Notes.ShouldNotContain(note => note.Contains("requester", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("email", Email)]
    [InlineData("login", "CRM-7")]
    public async Task Where_nobody_has_the_value_an_unprivileged_user_is_made_with_it_once(string attribute, string value)
    {
        await using var fixture = await RequestTrackerFixture.StartAsync(Settings);
        fixture.Rt.Loses(fixture.Rt.NewUsers, new Answer(502, "lost"));
        await OpenAsync(fixture, attribute, value, stepSeconds: 1);
        await OpenAsync(fixture, attribute, value, user: "u2", count: 2);

        var made = fixture.Rt.NewUsers.Calls.ShouldHaveSingleItem().Json;
        ((string)made["Name"]!, (string?)made["EmailAddress"], (int)made["Privileged"]!).ShouldBe((value, attribute == "email" ? Email : null, 0));
        fixture.Data.Tickets.Select(ticket => ticket.Requestor).ShouldBe([value, value]);
    }

    [Theory]
    [InlineData("email", "olga@example.com", "it belongs to an agent", "e-mail address")]
    [InlineData("login", "olga", "it belongs to an agent", "external id")]
    [InlineData("login", "Nobody", "it belongs to an agent", "external id")]
    [InlineData("email", "gone@example.com", "the user is suspended", "e-mail address")]
    [InlineData("email", "twice@example.com", "several users of the helpdesk have it", "e-mail address")]
    [InlineData("email", "a@b.c OR 1=1", "the value is not valid", "e-mail address")]
    [InlineData("login", "jaicp-0123", "the value is not valid", "external id")]
    public async Task Nobody_else_is_taken_and_a_note_says_why(string attribute, string value, string why, string what)
    {
        await using var fixture = await RequestTrackerFixture.StartAsync(Prepare, Settings);
        await OpenAsync(fixture, attribute, value);
        await fixture.Bridge.DeliveredAsync("Requester");

        fixture.Data.Tickets.ShouldHaveSingleItem().Requestor.ShouldStartWith("jaicp-");
        fixture.Data.Notes[^1].ShouldBe(
            $"The bot named the client by {what}, but the requester of this ticket is the bridge's own user: {why}.");

        static void Prepare(RequestTrackerStub rt)
        {
            rt.Data.AddUser("olga2", "Olga", "olga@example.com", isPrivileged: true);
            rt.Data.AddUser("Nobody", "Nobody in particular");
            rt.Data.AddUser("gone", "Gone", "gone@example.com", isDisabled: true);
            rt.Data.AddUser("one", "One", "twice@example.com");
            rt.Data.AddUser("two", "Two", "twice@example.com");
        }
    }

    [Fact]
    public async Task A_search_that_ignores_its_condition_finds_nobody()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync(
            rt => rt.UserSearches.Usually(_ => new RequestTrackerAnswers(rt.Data).FindPersons("MobilePhone", "")), Settings);
        fixture.Rt.NewUsers.Next(new Answer(400, """{"message":"Permission Denied"}"""));
        await OpenAsync(fixture, "email", Email);
        await fixture.Bridge.DeliveredAsync("Requester");

        fixture.Data.Tickets.ShouldHaveSingleItem().Requestor.ShouldStartWith("jaicp-");
        fixture.Data.Notes[^1].ShouldEndWith("the helpdesk refused it.");
    }

    [Fact]
    public async Task A_search_that_fails_is_repeated()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync(rt => rt.Data.AddUser("ann", "Ann", Email), Settings);
        fixture.Rt.UserSearches.Next(new Answer(500), new Answer(500), new Answer(429));
        await OpenAsync(fixture, "email", Email, stepSeconds: 1);

        fixture.Data.Tickets.ShouldHaveSingleItem().Requestor.ShouldBe("ann");
    }

    private static async Task OpenAsync(
        RequestTrackerFixture fixture, string attribute, string value, string user = BridgeFixture.User, int count = 1, int stepSeconds = 0)
    {
        await fixture.Bridge.AcceptedAsync("selectDestination", new
        {
            userId = user,
            destinationId = RequestTrackerFixture.Queue,
            userName = "Ann",
            attributes = new Dictionary<string, string> { [attribute] = value },
        });
        await fixture.Bridge.SendTextAsync("Hello", user);
        await fixture.Bridge.DeliveredAsync("OpenTicket", count, stepSeconds);
    }
}
