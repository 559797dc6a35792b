using HelpdeskBridge.Attachments;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Retention;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>Erasing conversations.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Conversations_that_ended_before_and_have_nothing_waiting_are_found_for_erasure()
    {
        await WriteAsync(async store =>
        {
            await store.Conversations.SaveAsync(CreateConversation("over", new ChannelUser("shop", "a"), Phase.Ended));
            await store.Conversations.SaveAsync(CreateConversation("waits", new ChannelUser("shop", "b"), Phase.Ended));
            await store.Conversations.SaveAsync(CreateConversation("open", new ChannelUser("shop", "c"), minutesAgo: 100_000));
        });
        await EnqueueAsync("waits", new ClientText("a text"));

        (await ReadAsync(store => store.Conversations.ListEndedBeforeAsync(Now + TimeSpan.FromSeconds(1), 10))).ShouldBe(["over"]);
        (await ReadAsync(store => store.Conversations.ListEndedBeforeAsync(Now, 10))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conversation_is_erased_and_what_others_share_with_it_stays()
    {
        var olga = new ChannelUser("shop", "Olga");
        await WriteAsync(async store =>
        {
            foreach (var (id, client) in new[] { ("c1", Ivan), ("c2", olga) })
            {
                await store.Conversations.SaveAsync(CreateConversation(id, client) with { TicketId = "7" });
                await store.Tickets.AddAsync("main", "7", id, Now);
                await store.Requesters.SaveAsync("main", client, new Requester("1", client.UserId));
                await store.Requesters.SaveOfConversationAsync(id, new TicketRequester("2", null));
            }

            await store.Tickets.AddAsync("main", "8", "c1", Now);
            await store.TicketSyncs.AddAsync("main", "7", Now);
            await store.TicketSyncs.AddAsync("main", "8", Now);
        });
        await EnqueueAsync("c1", new ClientText("a text"));
        await WriteAsync(async store => await store.RunAsync([DeliveryStatements.AddAttempt("m1", 1, AttemptOutcome.Unknown, null, Now)]));

        var erased = await WriteAsync(store => store.Erasure.EraseAsync(["c1"]));

        (erased.Conversations, erased.Messages.Count).ShouldBe((1, 1));
        erased.Tickets.ShouldBe([("main", "7"), ("main", "8")], ignoreOrder: true);
        (await ReadAsync(store => store.Conversations.FindAsync("c1"))).ShouldBeNull();
        (await ListWaitingAsync("c1")).ShouldBeEmpty();
        (await ReadAsync(store => store.Requesters.FindAsync("main", Ivan))).ShouldBeNull();
        (await ReadAsync(store => store.Requesters.FindAsync("main", olga))).ShouldNotBeNull();
        (await ReadAsync(store => store.Requesters.FindOfConversationAsync("c1"))).ShouldBeNull();
        (await ReadAsync(store => store.Requesters.FindOfConversationAsync("c2"))).ShouldNotBeNull();
        (await ReadAsync(store => store.Tickets.ListSubscriptionsAsync("main", "7")))
            .Select(subscription => subscription.Conversation.Id).ShouldBe(["c2"]);
        (await ReadAsync(store => store.TicketSyncs.FindAsync("main", "7"))).ShouldNotBeNull();
        (await ReadAsync(store => store.TicketSyncs.FindAsync("main", "8"))).ShouldBeNull();
    }

    [Fact]
    public async Task With_the_last_conversation_of_a_client_its_users_in_all_helpdesks_go()
    {
        await WriteAsync(async store =>
        {
            await store.Conversations.SaveAsync(CreateConversation("c1", phase: Phase.Ended) with { Helpdesk = "former" });
            await store.Conversations.SaveAsync(CreateConversation("c2", phase: Phase.Ended));
            await store.Requesters.SaveAsync("former", Ivan, new Requester("1", "Ivan"));
            await store.Requesters.SaveAsync("main", Ivan, new Requester("2", "Ivan"));
        });

        await WriteAsync(store => store.Erasure.EraseAsync(["c1"]));
        (await ReadAsync(store => store.Requesters.FindAsync("former", Ivan))).ShouldNotBeNull();
        await WriteAsync(store => store.Erasure.EraseAsync(["c2"]));
        (await ReadAsync(store => store.Requesters.FindAsync("former", Ivan))).ShouldBeNull();
        (await ReadAsync(store => store.Requesters.FindAsync("main", Ivan))).ShouldBeNull();
    }

    /// <summary>A message brings a conversation back to life after it was found, and before it is erased.</summary>
    [Fact]
    public async Task What_goes_on_when_it_would_be_erased_is_kept()
    {
        await WriteAsync(store => store.Conversations.SaveAsync(CreateConversation("c1", phase: Phase.Ended)));
        var database = new InterruptedDatabase(Store, () => EnqueueAsync("c1", new ClientText("one more")));
        var eraser = new ConversationEraser(database, new ClientFileSpool(Path.GetTempPath(), () => 0));
        var erased = new List<Erased>();
        await foreach (var part in eraser.EraseAsync(
            (store, limit) => store.Conversations.ListEndedBeforeAsync(Now + TimeSpan.FromSeconds(1), limit), CancellationToken))
            erased.Add(part);

        erased.Sum(part => part.Conversations).ShouldBe(0);
        (await ListWaitingAsync("c1")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_erased_meanwhile_is_not_written_again()
    {
        await WriteAsync(store => store.RunAsync([DeliveryStatements.AddAttempt("gone", 1, "Delivered", null, Now)]));
        await WriteAsync(store => store.ClientFiles.SaveAsync("gone", new UploadedFile("a.png", "token", null, null)));
        await WriteAsync(store => store.Requesters.SaveAsync("main", Ivan, new Requester("1", "Ivan")));
        await WriteAsync(store => store.Requesters.SaveOfConversationAsync("gone", new TicketRequester("1", null)));

        (await ReadAsync(store => store.Requesters.FindOfConversationAsync("gone"))).ShouldBeNull();
        (await ReadAsync(store => store.ClientFiles.FindAsync("gone"))).ShouldBeNull();
        (await ReadAsync(store => store.Requesters.FindAsync("main", Ivan))).ShouldBeNull();
    }
}
