using System.Text.RegularExpressions;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>Request Tracker ignores letter case in names of users, and drops requestors whose names it can't read as an address list.</summary>
public sealed class ClientUserTests
{
    [Fact]
    public async Task Each_client_is_a_user_with_a_safe_name_and_the_requestor_by_number()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync();
        string[] clients = ["user:a,b<c@d>", "USER:A,B<C@D>", "a/b", "клиент 1", "43"];
        foreach (var (index, client) in clients.Index())
        {
            await fixture.Bridge.SendTextAsync($"I am {client}", client);
            await fixture.Bridge.DeliveredAsync("OpenTicket", index + 1);
        }

        var names = fixture.Rt.NewUsers.Calls.Select(call => (string)call.Json["Name"]!).ToList();
        names.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(clients.Length);
        names.ShouldAllBe(name => Regex.IsMatch(name, "^jaicp-[0-9a-f]+$"));
        fixture.Data.Tickets.Select(ticket => ticket.Requestor).ShouldBe(names);
        fixture.Rt.NewTickets.Calls.ShouldAllBe(call => ((string)call.Json["Requestor"]!).All(char.IsAsciiDigit));
    }

    [Fact]
    public async Task A_client_is_unprivileged_has_no_address_and_is_made_once()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Data.SetStatus(RequestTrackerStub.FirstTicket, "resolved");
        await fixture.UntilHeardAsync(1);
        await fixture.Bridge.HandOverAsync(destination: RequestTrackerFixture.Queue);
        await fixture.Bridge.SendTextAsync("Hello again");
        await fixture.Bridge.DeliveredAsync("OpenTicket", 2);

        var made = fixture.Rt.NewUsers.Calls.ShouldHaveSingleItem().Json;
        made.AsObject().Select(member => member.Key).ShouldBe(["Name", "RealName", "Privileged"], ignoreOrder: true);
        ((string)made["RealName"]!, (int)made["Privileged"]!).ShouldBe(("Ann", 0));
        fixture.Data.Tickets.Select(ticket => ticket.Requestor).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_client_who_is_known_there_already_is_found_by_name_and_gets_the_present_name()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        var known = fixture.Data.FindUser((string)fixture.Rt.NewUsers.Calls[0].Json["Name"]!)!;
        fixture.Data.SetStatus(RequestTrackerStub.FirstTicket, "resolved");
        await fixture.UntilHeardAsync(1);

        // Another bridge, or this one before its store was lost, made the user.
        await using var second = await RequestTrackerFixture.StartAsync(rt => rt.Data.AddUser(known.Name.ToUpperInvariant(), "Old name"));
        await second.Bridge.HandOverAsync(destination: RequestTrackerFixture.Queue);
        await second.Bridge.SendTextAsync("Hello");
        await second.Bridge.DeliveredAsync("OpenTicket");

        second.Data.Users.Count(user => user.Name.Equals(known.Name, StringComparison.OrdinalIgnoreCase)).ShouldBe(1);
        second.Data.FindUser(known.Name)!.RealName.ShouldBe("Ann");
        second.Data.Tickets.Single().Requestor.ShouldBe(known.Name.ToUpperInvariant());
    }

    [Theory]
    [InlineData(400, """{"message":"Could not create user"}""")]
    [InlineData(502, "lost")]
    [InlineData(500, "")]
    public async Task A_user_that_was_made_although_the_answer_says_otherwise_or_was_lost_is_not_made_twice(int status, string body)
    {
        await using var fixture = await RequestTrackerFixture.StartAsync();
        fixture.Rt.Loses(fixture.Rt.NewUsers, new Answer(status, body));
        await fixture.Bridge.SendTextAsync("Hello");
        await fixture.Bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        fixture.Rt.NewUsers.Calls.ShouldHaveSingleItem();
        fixture.Data.Tickets.Single().Requestor.ShouldBe((string)fixture.Rt.NewUsers.Calls[0].Json["Name"]!);
    }

    [Fact]
    public async Task Where_no_user_may_be_made_the_words_arrive_in_a_ticket_without_requestor()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync();
        fixture.Rt.NewUsers.Usually(new Answer(400, """{"message":"No permission to create users"}"""));
        await fixture.Bridge.SendTextAsync("Hello");
        await fixture.Bridge.DeliveredAsync("OpenTicket");

        fixture.Data.Words.ShouldBe(["Hello"]);
        fixture.Data.Tickets.Single().Requestor.ShouldBeNull();
        fixture.Bridge.Log.Lines.ShouldContain(line => line.Contains("needs the right AdminUsers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_name_of_a_client_becomes_the_users()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Data.SetStatus(RequestTrackerStub.FirstTicket, "resolved");
        await fixture.UntilHeardAsync(1);
        await fixture.Bridge.HandOverAsync(destination: RequestTrackerFixture.Queue, name: "Ann Marie");
        await fixture.Bridge.SendTextAsync("Hello again");
        await fixture.Bridge.DeliveredAsync("OpenTicket", 2);

        fixture.Rt.UserChanges.Calls.ShouldHaveSingleItem().Json.ToJsonString().ShouldBe("""{"RealName":"Ann Marie"}""");
        fixture.Data.FindUser(fixture.Data.Tickets[1].Requestor!)!.RealName.ShouldBe("Ann Marie");
    }
}
