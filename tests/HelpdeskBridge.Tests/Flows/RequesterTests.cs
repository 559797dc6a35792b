using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Simulators;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>The helpdesk's own user whom the bot names is the requester (<c>Requester</c>), with the simulated Zendesk.</summary>
public sealed class RequesterTests : IAsyncLifetime
{
    private const string Email = "ann@example.com";
    private const string Phone = "+15551234567";

    private static readonly (string Key, string Value)[] Settings =
    [
        ("Channels:shop:Requester:EmailFrom", "email"), ("Channels:shop:Requester:PhoneFrom", "phone"),
        ("Channels:shop:Requester:ExternalIdFrom", "crm"),
    ];

    private SimulatedZendesk _zendesk = null!;
    private SimulatedJaicp _jaicp = null!;
    private BridgeApp _bridge = null!;

    private IReadOnlyList<SimulatedUser> EndUsers => [.. _zendesk.Users.Where(user => !user.IsStaff)];

    public async ValueTask InitializeAsync()
    {
        _zendesk = await SimulatedZendesk.StartAsync();
        _jaicp = await SimulatedJaicp.StartAsync();
        _bridge = await ConnectedBridge.StartAsync(_zendesk, _jaicp, Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _bridge.DisposeAsync();
        await _jaicp.DisposeAsync();
        await _zendesk.DisposeAsync();
    }

    [Fact]
    public async Task The_helpdesks_user_who_has_the_address_is_the_requester_and_the_author_and_is_not_changed()
    {
        var ann = _zendesk.AddUser("Dr Ann Lee", Email, "+1 555 000", "CRM-7");

        var ticket = await OpenAsync("u1", new { email = "ANN@example.com " });
        await WriteAsync(ticket, "u1", "More");

        _zendesk.Ticket(ticket).RequesterId.ShouldBe(ann.Id);
        _zendesk.Comments(ticket).Where(comment => comment.IsPublic).Select(comment => comment.AuthorId).ShouldBe([ann.Id, ann.Id]);
        EndUsers.ShouldBe([ann]);
    }

    [Theory]
    [InlineData("email", Email)]
    [InlineData("phone", "+1 (555) 123-45-67")]
    [InlineData("crm", "CRM-7")]
    public async Task Where_nobody_has_the_value_a_user_is_made_with_it_and_found_by_it_later(string attribute, string value)
    {
        _zendesk.Rules.SearchIndexLag = TimeSpan.FromDays(1);
        var attributes = new Dictionary<string, string> { [attribute] = value };
        var first = await OpenAsync("u1", attributes);
        var second = await OpenAsync("u2", attributes);

        var made = EndUsers.ShouldHaveSingleItem();
        made.Name.ShouldBe("Ann");
        (attribute switch { "email" => made.Email, "phone" => made.Phone, _ => made.ExternalId })
            .ShouldBe(attribute == "phone" ? Phone : value);
        _zendesk.Ticket(first).RequesterId.ShouldBe(made.Id);
        _zendesk.Ticket(second).RequesterId.ShouldBe(made.Id);
    }

    [Fact]
    public async Task Two_chats_of_one_person_that_begin_at_once_make_one_user()
    {
        _zendesk.Rules.SearchIndexLag = TimeSpan.FromDays(1);
        await Task.WhenAll(Enumerable.Range(1, 8).Select(
            number => _jaicp.HandOverAsync($"u{number}", userName: $"Ann {number}", attributes: new { phone = Phone }, firstMessage: "Hello")));
        await UntilAsync(() => _zendesk.Tickets.Count == 8);

        var made = EndUsers.ShouldHaveSingleItem();
        _zendesk.Tickets.ShouldAllBe(ticket => ticket.RequesterId == made.Id);
    }

    [Fact]
    public async Task A_user_is_also_found_by_another_address_than_the_first_one()
    {
        var ann = _zendesk.AddUser("Ann", "old@example.com");
        _zendesk.ChangeUser(ann.Id, user => user with { OtherEmails = [Email] });

        var ticket = await OpenAsync("u1", new { email = Email });

        _zendesk.Ticket(ticket).RequesterId.ShouldBe(ann.Id);
    }

    /// <summary>Otherwise whoever claims a client's address would read what the client writes.</summary>
    [Fact]
    public async Task An_address_that_a_user_has_only_claimed_is_not_that_users()
    {
        var mallory = _zendesk.AddUser("Mallory", "mallory@example.com");
        _zendesk.ChangeUser(mallory.Id, user => user with { OtherEmails = [Email], UnverifiedEmails = [Email] });

        var ticket = await OpenAsync("u1", new { email = Email });

        _zendesk.Ticket(ticket).RequesterId.ShouldNotBe(mallory.Id);
        await ShouldBeOwnAsync(ticket, "e-mail address", "the helpdesk refused it");
    }

    [Fact]
    public async Task An_agents_address_is_never_a_clients()
    {
        var agent = _zendesk.Agents[0];

        var ticket = await OpenAsync("u1", new { email = agent.Email });
        await WriteAsync(ticket, "u1", "More");

        await ShouldBeOwnAsync(ticket, "e-mail address", "it belongs to an agent");
        _zendesk.Comments(ticket).Where(comment => comment.IsPublic).ShouldAllBe(comment => comment.AuthorId == EndUsers[0].Id);
    }

    [Fact]
    public async Task Several_users_with_one_number_are_nobody_and_are_not_merged()
    {
        _zendesk.AddUser("Ann", phone: Phone);
        _zendesk.AddUser("Ben", phone: Phone);

        var ticket = await OpenAsync("u1", new { phone = Phone });

        await ShouldBeOwnAsync(ticket, "phone number", "several users of the helpdesk have it");
        EndUsers.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Values_of_different_users_are_nobodys()
    {
        _zendesk.AddUser("Ann", Email);
        _zendesk.AddUser("Ben", externalId: "CRM-8");

        var ticket = await OpenAsync("u1", new { email = Email, crm = "CRM-8" });

        await ShouldBeOwnAsync(ticket, "e-mail address, external id", "this leads to different users");
    }

    [Fact]
    public async Task A_suspended_user_is_not_taken()
    {
        var ann = _zendesk.AddUser("Ann", Email);
        _zendesk.ChangeUser(ann.Id, user => user with { IsSuspended = true });

        var ticket = await OpenAsync("u1", new { email = Email });

        await ShouldBeOwnAsync(ticket, "e-mail address", "the user is suspended");
    }

    [Theory]
    [InlineData("email", "a@b.c role:admin", "e-mail address")]
    [InlineData("phone", "79991234567", "phone number")]
    [InlineData("crm", "jaicp:shop:u2", "external id")]
    public async Task A_value_that_is_not_valid_is_not_searched_for(string attribute, string value, string what)
    {
        var ticket = await OpenAsync("u1", new Dictionary<string, string> { [attribute] = value });

        await ShouldBeOwnAsync(ticket, what, "the value is not valid");
        _zendesk.Journal.Entries.ShouldNotContain(entry => entry.Path.StartsWith("/api/v2/users/search", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_later_chat_without_the_value_has_the_bridges_own_user_again_and_one_with_another_value_that_one()
    {
        var (ann, ben) = (_zendesk.AddUser("Ann", Email), _zendesk.AddUser("Ben", "ben@example.com"));
        var first = await OpenAsync("u1", new { email = Email });
        await EndAsync("u1");
        var second = await OpenAsync("u1", new { });
        await EndAsync("u1");
        var third = await OpenAsync("u1", new { email = "ben@example.com" });
        await WriteAsync(third, "u1", "More");

        _zendesk.Ticket(first).RequesterId.ShouldBe(ann.Id);
        _zendesk.FindUser(_zendesk.Ticket(second).RequesterId)!.ExternalId.ShouldBe("jaicp:shop:u1");
        _zendesk.Ticket(third).RequesterId.ShouldBe(ben.Id);
        _zendesk.Comments(third).Last(comment => comment.IsPublic).AuthorId.ShouldBe(ben.Id);
    }

    [Fact]
    public async Task An_open_ticket_keeps_its_requester_when_the_value_changes_and_a_follow_up_has_the_new_one()
    {
        var (ann, ben) = (_zendesk.AddUser("Ann", Email), _zendesk.AddUser("Ben", "ben@example.com"));
        var ticket = await OpenAsync("u1", new { email = Email });
        (await _jaicp.HandOverAsync("u1", userName: "Ann", attributes: new { email = "ben@example.com" })).IsAccepted.ShouldBeTrue();

        // A write that a restart interrupts is repeated only after minutes.
        await UntilAsync(() => _zendesk.Comments(ticket)[^1] is { IsPublic: false } note && note.Body.Contains("ben@", StringComparison.Ordinal));
        await RestartAsync();
        await WriteAsync(ticket, "u1", "More");
        (_zendesk.Ticket(ticket).RequesterId, _zendesk.Comments(ticket).Last(comment => comment.IsPublic).AuthorId).ShouldBe((ann.Id, ann.Id));

        _zendesk.Webhook = null;
        _zendesk.SetStatus(ticket, TicketStatus.Closed);
        await _jaicp.SendTextAsync("u1", "And more");
        await UntilAsync(() => _zendesk.Tickets.Count == 2);
        (_zendesk.Tickets[1].RequesterId, _zendesk.Comments(_zendesk.Tickets[1].Id)[0].AuthorId).ShouldBe((ben.Id, ben.Id));
    }

    /// <summary>One user id may be two persons', one after the other: who is signed in to a web page changes, and its chat does not.</summary>
    [Theory]
    [InlineData("another person")]
    [InlineData("nobody")]
    [InlineData("another person, while the chat was open")]
    public async Task A_ticket_that_is_used_again_is_not_another_persons(string named)
    {
        var (ann, ben) = (_zendesk.AddUser("Ann", Email), _zendesk.AddUser("Ben", "ben@example.com"));
        await RestartAsync(("Channels:shop:Ticket:Reuse", "WhileOpen"));
        var first = await OpenAsync("u1", new { email = Email });
        if (named.EndsWith("open", StringComparison.Ordinal))
        {
            (await _jaicp.HandOverAsync("u1", userName: "Ann", attributes: new { email = "ben@example.com" })).IsAccepted.ShouldBeTrue();
            await UntilAsync(() => _zendesk.Comments(first)[^1] is { IsPublic: false } note && note.Body.Contains("ben@", StringComparison.Ordinal));
        }

        await EndAsync("u1");
        var second = await OpenAsync("u1", named == "nobody" ? new { } : new { email = "ben@example.com" });
        await WriteAsync(second, "u1", "More");

        second.ShouldNotBe(first);
        var requester = _zendesk.Ticket(second).RequesterId;
        _zendesk.Comments(second).Last(comment => comment.IsPublic).AuthorId.ShouldBe(requester);
        if (named == "nobody")
            requester.ShouldNotBe(ann.Id);
        else
            requester.ShouldBe(ben.Id);
    }

    [Fact]
    public async Task A_ticket_is_used_again_by_the_same_person()
    {
        var ann = _zendesk.AddUser("Ann", Email);
        await RestartAsync(("Channels:shop:Ticket:Reuse", "WhileOpen"));
        var ticket = await OpenAsync("u1", new { email = Email, order = 1 });
        await EndAsync("u1");
        (await _jaicp.HandOverAsync("u1", userName: "Ann", attributes: new { email = Email, order = 2 })).IsAccepted.ShouldBeTrue();
        await WriteAsync(ticket, "u1", "More");

        _zendesk.Tickets.ShouldHaveSingleItem().RequesterId.ShouldBe(ann.Id);
    }

    [Theory]
    [InlineData("merged")]
    [InlineData("deleted")]
    public async Task When_the_user_is_gone_the_words_are_those_of_whoever_is_left(string how)
    {
        var (ann, survivor) = (_zendesk.AddUser("Ann", Email), _zendesk.AddUser("Ann Lee", "ann.lee@example.com"));
        var ticket = await OpenAsync("u1", new { email = Email });
        if (how == "merged")
            _zendesk.MergeUser(ann.Id, survivor.Id);
        else
            _zendesk.DeleteUser(ann.Id);
        await WriteAsync(ticket, "u1", "still here");
        await WriteAsync(ticket, "u1", "and here");

        // A note may stand between them.
        var words = _zendesk.Comments(ticket).Where(comment => comment.IsPublic).TakeLast(2);
        var authors = words.Select(comment => comment.AuthorId).Distinct().ToList();
        var author = _zendesk.FindUser(authors.ShouldHaveSingleItem())!;
        if (how == "merged")
            author.Id.ShouldBe(survivor.Id);
        else
            author.ExternalId.ShouldBe("jaicp:shop:u1");
    }

    [Fact]
    public async Task Without_the_setting_an_address_names_nobody()
    {
        await RestartAsync([.. Settings.Select(setting => (setting.Key, "other"))]);
        _zendesk.AddUser("Ann", Email);

        var ticket = await OpenAsync("u1", new { email = Email });

        _zendesk.FindUser(_zendesk.Ticket(ticket).RequesterId)!.ExternalId.ShouldBe("jaicp:shop:u1");
        _zendesk.Comments(ticket).ShouldNotContain(comment => comment.Body.Contains("bridge's own user", StringComparison.Ordinal));
    }

    private async Task RestartAsync(params (string Key, string Value)[] settings)
    {
        await _bridge.RestartAsync(settings);
        _jaicp.BridgeApiUrl = new Uri(_bridge.OperatorUrl.ToString().TrimEnd('/'));
    }

    private async Task<long> OpenAsync(string user, object attributes)
    {
        var before = _zendesk.Tickets.Count;
        (await _jaicp.HandOverAsync(user, userName: "Ann", attributes: attributes, firstMessage: "Hello")).IsAccepted.ShouldBeTrue();
        await UntilAsync(() => _zendesk.Tickets.Count > before);
        return _zendesk.Tickets[^1].Id;
    }

    private async Task WriteAsync(long ticket, string user, string text)
    {
        (await _jaicp.SendTextAsync(user, text)).IsAccepted.ShouldBeTrue();

        // A note may follow it.
        await UntilAsync(() => _zendesk.Comments(ticket).Last(comment => comment.IsPublic).Body == text);
    }

    private async Task EndAsync(string user)
    {
        (await _jaicp.CloseChatAsync(user)).IsAccepted.ShouldBeTrue();
        await UntilAsync(() => _zendesk.Tickets[^1].Status == TicketStatus.Solved);
    }

    private async Task ShouldBeOwnAsync(long ticket, string what, string why)
    {
        await UntilAsync(() => _zendesk.Comments(ticket).Any(
            comment => !comment.IsPublic && comment.Body.Contains("bridge's own user", StringComparison.Ordinal)));
        _zendesk.FindUser(_zendesk.Ticket(ticket).RequesterId)!.ExternalId.ShouldBe("jaicp:shop:u1");
        _zendesk.Comments(ticket).Select(comment => comment.Body).ShouldContain(
            $"The bot named the client by {what}, but the requester of this ticket is the bridge's own user: {why}.");
    }

    private Task UntilAsync(Func<bool> condition) => Wait.UntilAsync(_bridge.Clock, TimeSpan.FromMilliseconds(200), condition);
}
