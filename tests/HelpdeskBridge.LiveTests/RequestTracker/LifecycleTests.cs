namespace HelpdeskBridge.LiveTests.RequestTracker;

/// <summary>What becomes of a chat when its ticket is closed, reopened, deleted, merged or moved.</summary>
public sealed class LifecycleTests(RequestTrackerServer server) : RequestTrackerTest(server)
{
    [Fact]
    public async Task A_client_who_leaves_resolves_the_ticket_and_a_text_soon_after_reopens_it()
    {
        await using var bridge = await LiveBridge.StartAsync(Server);
        var (jaicp, user) = (bridge.Jaicp, NewUser());
        await jaicp.HandOverAsync(user, firstMessage: "hello");
        var ticketId = await GetTicketAsync(user);
        (await jaicp.CloseChatAsync(user)).IsAccepted.ShouldBeTrue();
        await UntilStatusAsync(ticketId, "resolved");

        (await jaicp.SendTextAsync(user, "one more thing")).IsAccepted.ShouldBeTrue();
        await UntilStatusAsync(ticketId, "open");
        (await FindTicketsAsync(user)).ShouldBe([ticketId]);
        (await ReadWordsAsync(ticketId)).ShouldBe("hello\none more thing");
    }

    [Theory]
    [InlineData("rejected", true)]
    [InlineData("stalled", false)]
    public async Task A_text_reopens_a_ticket_that_is(string status, bool endsChat)
    {
        await using var bridge = await LiveBridge.StartAsync(Server);
        var (jaicp, user) = (bridge.Jaicp, NewUser());
        await jaicp.HandOverAsync(user, firstMessage: "hello");
        var ticketId = await GetTicketAsync(user);
        await Server.Olga.CorrespondAsync(ticketId, "a moment");
        await UntilAsync(() => jaicp.AgentTexts(user).Count > 0, "the answer");
        await Server.Olga.SetStatusAsync(ticketId, status);
        if (endsChat)
            await UntilAsync(() => !jaicp.IsOpen(user), "the end of the chat");

        (await jaicp.SendTextAsync(user, "still here")).IsAccepted.ShouldBeTrue();
        await UntilStatusAsync(ticketId, "open");
        (await ReadWordsAsync(ticketId)).ShouldBe("hello\nstill here");
        (await FindTicketsAsync(user)).ShouldBe([ticketId]);
    }

    [Fact]
    public async Task After_a_deletion_the_next_text_opens_a_new_ticket_and_does_not_revive_the_old_one()
    {
        await using var bridge = await LiveBridge.StartAsync(Server);
        var (jaicp, user) = (bridge.Jaicp, NewUser());
        await jaicp.HandOverAsync(user, firstMessage: "hello");
        var deleted = await GetTicketAsync(user);
        await Server.Olga.DeleteAsync(deleted);
        (await jaicp.SendTextAsync(user, "are you there?")).IsAccepted.ShouldBeTrue();

        await UntilAsync(async () => (await FindTicketsAsync(user)).Any(id => id != deleted), "a new ticket");
        (await ReadWordsAsync((await FindTicketsAsync(user)).Single())).ShouldBe("are you there?");
        (await Server.Olga.ReadTicketAsync(deleted))["Status"]!.ToString().ShouldBe("deleted");
        (await ReadWordsAsync(deleted)).ShouldBe("hello");
    }

    [Fact]
    public async Task A_merge_is_followed_and_what_was_said_in_the_target_before_stays_there()
    {
        await using var bridge = await LiveBridge.StartAsync(Server);
        var (jaicp, user, other) = (bridge.Jaicp, NewUser(), NewUser());
        await jaicp.HandOverAsync(user, firstMessage: "hello");
        await jaicp.HandOverAsync(other, firstMessage: "hello from another");
        var (source, target) = (await GetTicketAsync(user), await GetTicketAsync(other));
        await Server.Olga.CorrespondAsync(target, "for the other one");
        await Server.Olga.CorrespondAsync(source, "before the merge");
        await Server.Olga.MergeAsync(source, target);
        await Server.Olga.CorrespondAsync(target, "after the merge");
        await UntilAsync(() => jaicp.AgentTexts(user).Count >= 2 && jaicp.AgentTexts(other).Count >= 2, "the answers");

        jaicp.AgentTexts(user).ShouldBe(["before the merge", "after the merge"]);
        jaicp.AgentTexts(other).ShouldBe(["for the other one", "after the merge"]);
        (await jaicp.SendTextAsync(user, "thanks")).IsAccepted.ShouldBeTrue();
        await UntilAsync(async () => (await ReadWordsAsync(target)).Contains("thanks", StringComparison.Ordinal), "the client's words in the target");
    }

    [Fact]
    public async Task A_new_hand_over_moves_the_ticket_to_the_other_queue()
    {
        await using var bridge = await LiveBridge.StartAsync(Server);
        var (jaicp, user) = (bridge.Jaicp, NewUser());
        await jaicp.HandOverAsync(user, firstMessage: "hello");
        var ticketId = await GetTicketAsync(user);
        (await jaicp.SelectDestinationAsync(user, Server.GetQueue("Billing"), "Ann")).IsAccepted.ShouldBeTrue();
        await UntilAsync(
            async () => (await Server.Olga.ReadTicketAsync(ticketId))["Queue"]!["id"]!.ToString() == Server.GetQueue("Billing"), "the other queue");
        (await FindTicketsAsync(user)).ShouldBe([ticketId]);
    }

    [Fact]
    public async Task A_value_gives_the_chat_back_to_the_bot_and_the_next_hand_over_takes_it_away()
    {
        await using var bridge = await LiveBridge.StartAsync(
            Server, settings: [("Channels:shop:ReturnToBot:Tag", "Plan=bot"), ("Channels:shop:Ticket:Reuse", "WhileOpen")]);
        var (jaicp, user) = (bridge.Jaicp, NewUser());
        await jaicp.HandOverAsync(user, firstMessage: "hello");
        var ticketId = await GetTicketAsync(user);
        await Server.Olga.SetFieldAsync(ticketId, "Plan", "bot");
        await UntilAsync(() => !jaicp.IsOpen(user), "the end of the chat");

        await jaicp.HandOverAsync(user, firstMessage: "an agent again");
        await UntilAsync(async () => (await ReadWordsAsync(ticketId)).Contains("an agent again", StringComparison.Ordinal), "the words");
        (await Server.Olga.ReadTicketAsync(ticketId))["CustomFields"]!.AsArray()
            .Where(field => field!["name"]!.ToString() == "Plan").SelectMany(field => field!["values"]!.AsArray())
            .ShouldAllBe(value => value == null, "an empty value may be left");
        await Server.Olga.CorrespondAsync(ticketId, "Here I am");
        await UntilAsync(() => jaicp.AgentTexts(user).Count > 0, "the answer");
        jaicp.IsOpen(user).ShouldBeTrue();
        (await FindTicketsAsync(user)).ShouldBe([ticketId]);
    }

    [Fact]
    public async Task The_destinations_are_the_queues_that_the_bridge_may_see()
    {
        await using var bridge = await LiveBridge.StartAsync(Server);

        // Until the queues are read, the answer has the default one alone.
        await UntilAsync(async () => (await bridge.Jaicp.GetDestinationsAsync()).Destinations.Count > 1, "the queues");
        var answer = await bridge.Jaicp.GetDestinationsAsync();
        answer.Destinations.Select(destination => (destination.DestinationId, destination.Name, destination.HasOnline)).ShouldBe(
            [(Server.GetQueue("Support"), "Support", true), (Server.GetQueue("Billing"), "Billing", true)], ignoreOrder: true);
    }

    private Task UntilStatusAsync(string ticketId, string status) => UntilAsync(
        async () => (await Server.Olga.ReadTicketAsync(ticketId))["Status"]!.ToString() == status, $"status {status}");
}
