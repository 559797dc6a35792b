using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_conversation_comes_back_as_it_was_saved()
    {
        var full = new Conversation
        {
            Id = "c1",
            Client = new ChannelUser("shop", "Иван 😀 'O''Hara\"; DROP TABLE messages --"),
            Helpdesk = "main",
            Phase = Phase.Ended,
            OpenedAt = Now - TimeSpan.FromHours(1),
            EndedAt = Now,
            DestinationId = "360001234567",
            UserName = "Иван",
            Language = "ru",
            Context = new HandOverContext("{\"a\":1}", "{\"b\":2}", "[3]"),
            OfflineNoticeAt = Now,
            TicketId = "33144692244499",
            TicketStatus = TicketStatus.Hold,
            TicketsOpened = 2,
        };
        var saved = await WriteAsync(store => store.Conversations.SaveAsync(full));

        saved.ShouldBe(full with { Version = 1 });
        (await ReadAsync(store => store.Conversations.FindAsync("c1"))).ShouldBe(saved);
    }

    [Fact]
    public async Task Saving_again_changes_it_and_raises_the_version()
    {
        var first = await WriteAsync(store => store.Conversations.SaveAsync(CreateConversation("c1")));
        var second = await WriteAsync(store => store.Conversations.SaveAsync(
            first with
            {
                Phase = Phase.Ended,
                EndedAt = Now,
                UserName = "Ann",
                Language = "de",
                TicketId = "7",
                TicketStatus = TicketStatus.Solved,
                TicketsOpened = 1,
                DestinationId = "2",
            }));

        second.Version.ShouldBe(2);
        (await ReadAsync(store => store.Conversations.FindAsync("c1"))).ShouldBe(second);
    }

    [Fact]
    public async Task Everything_but_the_context_is_saved_if_the_context_is_stored_already()
    {
        var context = new HandOverContext("{\"a\":1}", "{\"b\":2}", "[3]");
        var first = await WriteAsync(store => store.Conversations.SaveAsync(CreateConversation("c1") with { Context = context }));
        var changed = first with
        {
            Phase = Phase.Ended,
            EndedAt = Now,
            UserName = "Ann",
            Language = "de",
            TicketId = "7",
            TicketStatus = TicketStatus.Solved,
            TicketsOpened = 1,
            DestinationId = "2",
            AgentId = "11",
            AssigneeId = "12",
            LastMessageAt = Now,
            FirstReplyAt = Now,
            OfflineNoticeAt = Now,
        };
        var second = await WriteAsync(store => store.Conversations.SaveAsync(changed, hasStoredContext: true));
        var third = second with { LastMessageAt = Now.AddSeconds(1) };
        await WriteAsync(store => store.Conversations.SaveLastMessageAsync(third));

        second.ShouldBe(changed with { Version = 2 });
        (await ReadAsync(store => store.Conversations.FindAsync("c1"))).ShouldBe(third);
        await Should.ThrowAsync<InvalidOperationException>(() => WriteAsync(store => store.Conversations.SaveAsync(
            CreateConversation("c2", new ChannelUser("shop", "new")), hasStoredContext: true)));
    }

    [Fact]
    public async Task A_page_of_conversations_has_everything_but_their_context()
    {
        var saved = await WriteAsync(store => store.Conversations.SaveAsync(
            CreateConversation("c1") with
            {
                UserName = "Ann",
                Language = "de",
                TicketId = "7",
                Context = new HandOverContext("{}", "{}", "{}"),
            }));

        (await ReadAsync(store => store.ConversationSearch.ListAsync(new ConversationSearch { Channel = "shop" }, null, 10)))
            .ShouldBe([new FoundConversation(saved with { Context = HandOverContext.Empty }, 0, 0)]);
    }

    [Fact]
    public async Task A_client_has_one_open_conversation_at_most()
    {
        await WriteAsync(store => store.Conversations.SaveAsync(CreateConversation("c1")));

        await Should.ThrowAsync<StoreUnavailableException>(() => WriteAsync(store => store.Conversations.SaveAsync(CreateConversation("c2"))));
        (await ReadAsync(store => store.Conversations.FindAsync("c2"))).ShouldBeNull();

        await WriteAsync(store => store.Conversations.SaveAsync(CreateConversation("c3", phase: Phase.Ended)));
        await WriteAsync(store => store.Conversations.SaveAsync(CreateConversation("c4", new ChannelUser("shop", "ivan"))));
        await WriteAsync(store => store.Conversations.SaveAsync(CreateConversation("c5", new ChannelUser("other", "Ivan"))));
    }

    [Fact]
    public async Task Of_many_conversations_that_begin_at_once_for_one_client_one_is_stored()
    {
        var begun = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                await WriteAsync(store => store.Conversations.SaveAsync(CreateConversation($"c{i}")));
                return true;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        }));

        begun.Count(stored => stored).ShouldBe(1);
    }

    [Fact]
    public async Task The_open_conversation_is_the_current_one_otherwise_the_latest()
    {
        (await FindCurrentAsync(Ivan)).ShouldBeNull();

        await WriteAsync(store => store.Conversations.SaveAsync(CreateConversation("old", phase: Phase.Ended, minutesAgo: 60)));
        await WriteAsync(store => store.Conversations.SaveAsync(CreateConversation("last", phase: Phase.Ended, minutesAgo: 5)));
        (await FindCurrentAsync(Ivan)).ShouldBe("last");

        await WriteAsync(store => store.Conversations.SaveAsync(CreateConversation("open", minutesAgo: 30)));
        (await FindCurrentAsync(Ivan)).ShouldBe("open");
        (await FindCurrentAsync(Ivan with { UserId = "ivan" })).ShouldBeNull();
        (await FindCurrentAsync(Ivan with { Channel = "Shop" })).ShouldBeNull();
    }

    [Fact]
    public async Task Every_ticket_of_a_conversation_leads_to_it()
    {
        await WriteAsync(async store =>
        {
            await store.Conversations.SaveAsync(CreateConversation("c1"));
            await store.Tickets.AddAsync("main", "7", "c1", Now);
            await store.Tickets.AddAsync("main", "8", "c1", Now);
            await store.Tickets.AddAsync("main", "7", "c1", Now);
        });

        (await ListConversationsOfTicketAsync("main", "7")).ShouldBe(["c1"]);
        (await ListConversationsOfTicketAsync("main", "8")).ShouldBe(["c1"]);
        (await ListConversationsOfTicketAsync("other", "7")).ShouldBeEmpty();
        (await ReadAsync(store => store.Tickets.ListIdsAsync("c1"))).ShouldBe(["7", "8"], ignoreOrder: true);
        (await ReadAsync(store => store.Tickets.IsKnownAsync("main", "7"))).ShouldBeTrue();
        (await ReadAsync(store => store.Tickets.IsKnownAsync("main", "9"))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_channels_webhook_is_kept_verbatim_and_can_be_unset()
    {
        const string Url = "https://bot.jaicp.com/hook/AbC%2F:01 ";

        (await ReadAsync(store => store.Channels.FindWebhookUrlAsync("shop"))).ShouldBeNull();
        await WriteAsync(store => store.Channels.SaveWebhookUrlAsync("shop", "https://before.example.com"));
        await WriteAsync(store => store.Channels.SaveWebhookUrlAsync("shop", Url));
        (await ReadAsync(store => store.Channels.FindWebhookUrlAsync("shop"))).ShouldBe(Url);
        (await ReadAsync(store => store.Channels.FindWebhookUrlAsync("other"))).ShouldBeNull();
        await WriteAsync(store => store.Channels.SaveWebhookUrlAsync("shop", null));
        (await ReadAsync(store => store.Channels.FindWebhookUrlAsync("shop"))).ShouldBeNull();
    }

    [Fact]
    public async Task A_requester_is_kept_per_helpdesk_channel_and_exact_user_id()
    {
        await WriteAsync(store => store.Conversations.SaveAsync(CreateConversation("c1")));
        await WriteAsync(store => store.Conversations.SaveAsync(CreateConversation("c2", Ivan with { UserId = "ivan" })));
        await WriteAsync(store => store.Requesters.SaveAsync("main", Ivan, new Requester("11", "Ivan")));
        await WriteAsync(store => store.Requesters.SaveAsync("main", Ivan with { UserId = "ivan" }, new Requester("12", "ivan")));
        await WriteAsync(store => store.Requesters.SaveAsync("main", Ivan, new Requester("13", "Ivan P.")));

        (await FindRequesterAsync("main", Ivan)).ShouldBe(new Requester("13", "Ivan P."));
        (await FindRequesterAsync("main", Ivan with { UserId = "ivan" })).ShouldBe(new Requester("12", "ivan"));
        (await FindRequesterAsync("other", Ivan)).ShouldBeNull();
        (await FindRequesterAsync("main", Ivan with { Channel = "other" })).ShouldBeNull();
    }

    [Fact]
    public async Task The_requester_of_a_conversations_ticket_is_kept_with_its_note_and_replaced()
    {
        await WriteAsync(store => store.Conversations.SaveAsync(CreateConversation("c1")));
        var note = new RequesterNote(RequesterRefusal.Ambiguous, [RequesterKey.Email, RequesterKey.Phone]).ToJson();

        (await FindAsync("c1")).ShouldBeNull();
        await WriteAsync(store => store.Requesters.SaveOfConversationAsync("c1", new TicketRequester("77", null)));
        (await FindAsync("c1")).ShouldBe(new TicketRequester("77", null));
        await WriteAsync(store => store.Requesters.SaveOfConversationAsync("c1", new TicketRequester("", note)));
        (await FindAsync("c1")).ShouldBe(new TicketRequester("", note));
        (await FindAsync("c2")).ShouldBeNull();
        await WriteAsync(store => store.Requesters.SaveOfConversationAsync("c1", null));
        (await FindAsync("c1")).ShouldBeNull();

        Task<TicketRequester?> FindAsync(string id) => ReadAsync(store => store.Requesters.FindOfConversationAsync(id));
    }

    [Fact]
    public async Task A_ticket_of_several_conversations_is_read_for_each_of_them()
    {
        await WriteAsync(async store =>
        {
            await store.Conversations.SaveAsync(CreateConversation("c1") with { TicketId = "7" });
            await store.Conversations.SaveAsync(CreateConversation("c2", Ivan with { UserId = "Olga" }) with { TicketId = "7" });
            await store.Tickets.AddAsync("main", "7", "c1", Now);
            await store.Tickets.SaveProgressAsync("main", "7", "c1", Now, Now, Now);
            await store.Tickets.AddAsync("main", "7", "c2", Now + TimeSpan.FromHours(1), new CommentPosition(Now, "41"));
        });

        var subscriptions = await ReadAsync(store => store.Tickets.ListSubscriptionsAsync("main", "7"));
        subscriptions.Select(subscription => (subscription.Conversation.Id, subscription.ReadUntil, subscription.StartAfter))
            .ShouldBe([("c1", Now, null), ("c2", null, new CommentPosition(Now, "41"))]);
        (await ReadAsync(store => store.Tickets.IsSharedAsync(subscriptions[0].Conversation))).ShouldBeTrue();

        // It was not read for one of them yet, so a sweep must not regard it as read.
        (await ReadAsync(store => store.Tickets.ListWatchedAsync("main", Now))).ShouldBe([new WatchedTicket("7", null)]);
        await WriteAsync(async store =>
        {
            await store.Tickets.SaveProgressAsync("main", "7", "c2", Now, Now, Now);
            await store.Conversations.SaveAsync(subscriptions[1].Conversation with { Phase = Phase.Ended, EndedAt = Now });
        });
        (await ReadAsync(store => store.Tickets.ListWatchedAsync("main", Now))).ShouldBe([new WatchedTicket("7", Now)]);
        (await ReadAsync(store => store.Tickets.IsSharedAsync(subscriptions[0].Conversation))).ShouldBeFalse();
    }

    [Fact]
    public async Task Tickets_of_ended_conversations_are_listed_in_pages_until_they_are_closed()
    {
        TicketStatus[] statuses = [TicketStatus.Solved, TicketStatus.Open, TicketStatus.Closed, TicketStatus.Gone, TicketStatus.Solved];
        await WriteAsync(async store =>
        {
            for (var i = 0; i < statuses.Length; i++)
            {
                var conversation = CreateConversation($"c{i}", Ivan with { UserId = $"u{i}" }) with
                {
                    TicketId = $"7{i}",
                    TicketStatus = statuses[i],
                    Phase = Phase.Ended,
                    EndedAt = Now - TimeSpan.FromHours(2),
                };
                await store.Conversations.SaveAsync(conversation);
                await store.Tickets.AddAsync("main", conversation.TicketId, conversation.Id, Now);
            }

            await store.Conversations.SaveAsync(CreateConversation("open", Ivan) with { TicketId = "80" });
            await store.Tickets.AddAsync("main", "80", "open", Now);
        });

        var first = await ListAsync(after: null);
        first.Select(ended => ended.Ticket).ShouldBe([new WatchedTicket("70", null), new WatchedTicket("71", null)]);
        (await ListAsync(first[^1])).Select(ended => ended.Ticket).ShouldBe([new WatchedTicket("74", null)]);
        (await ReadAsync(store => store.Tickets.ListEndedAsync("main", Now - TimeSpan.FromHours(3), null, 2))).ShouldBeEmpty();
        (await ReadAsync(store => store.Tickets.ListEndedAsync("other", Now, null, 2))).ShouldBeEmpty();

        Task<List<EndedTicket>> ListAsync(EndedTicket? after) => ReadAsync(store => store.Tickets.ListEndedAsync("main", Now, after, 2));
    }

    [Fact]
    public async Task Conversations_without_an_answer_are_found_until_the_client_was_told_to_wait()
    {
        await WriteAsync(async store =>
        {
            await store.Conversations.SaveAsync(CreateConversation("waits", minutesAgo: 2));
            await store.Conversations.SaveAsync(CreateConversation("young", new ChannelUser("shop", "u2")));
            await store.Conversations.SaveAsync(
                CreateConversation("answered", new ChannelUser("shop", "u3"), minutesAgo: 2) with { FirstReplyAt = Now });
            await store.Conversations.SaveAsync(CreateConversation("over", new ChannelUser("shop", "u4"), Phase.Ended, minutesAgo: 2));
            await store.Conversations.SaveAsync(CreateConversation("elsewhere", new ChannelUser("other", "u5"), minutesAgo: 2));
        });

        (await ListUnansweredAsync()).ShouldBe(["waits"]);
        await EnqueueAsync("waits", new ClientNotice(Notice.Waiting, Ann), sourceKey: "waiting");
        (await ListUnansweredAsync()).ShouldBeEmpty();

        Task<List<string>> ListUnansweredAsync() => ReadAsync(
            store => store.Unanswered.ListNotToldAsync("shop", Now - TimeSpan.FromMinutes(1), 10));
    }

    [Fact]
    public async Task Chats_for_which_a_step_may_be_due_are_those_with_a_ticket_that_nobody_has_answered()
    {
        await WriteAsync(async store =>
        {
            await SaveAsync("never looked at", chat => chat with { TicketId = "1" });
            await SaveAsync("due", chat => chat with { TicketId = "2", EscalatedAfter = TimeSpan.FromSeconds(90), EscalationDueAt = Now });
            await SaveAsync("not due", chat => chat with { TicketId = "3", EscalationDueAt = Now + TimeSpan.FromMilliseconds(1) });
            await SaveAsync("answered", chat => chat with { TicketId = "4", FirstReplyAt = Now });
            await SaveAsync("carried on", chat => chat with { TicketId = "5", FirstReplyAt = Now, ReopenedAt = Now });
            await SaveAsync("without a ticket", chat => chat);
            await SaveAsync("over", chat => chat with { TicketId = "6", Phase = Phase.Ended });
            await SaveAsync("to be read", chat => chat with { TicketId = "7" });
            await store.TicketSyncs.AddAsync("main", "7", Now);
            await SaveAsync("elsewhere", chat => chat with { TicketId = "8", Client = new ChannelUser("other", "u") });

            Task SaveAsync(string id, Func<Conversation, Conversation> change) =>
                store.Conversations.SaveAsync(change(CreateConversation(id, new ChannelUser("shop", id), minutesAgo: 2)));
        });

        (await ReadAsync(store => store.Unanswered.ListEscalationsAsync("shop", Now, 10))).ShouldBe(
            ["carried on", "never looked at", "due"], ignoreOrder: true);
        (await ReadAsync(store => store.Conversations.FindAsync("due")))!.EscalatedAfter.ShouldBe(TimeSpan.FromSeconds(90));
        (await ReadAsync(store => store.Conversations.FindAsync("due")))!.EscalationDueAt.ShouldBe(Now);
        (await ReadAsync(store => store.Conversations.FindAsync("carried on")))!.ReopenedAt.ShouldBe(Now);
    }

    [Fact]
    public async Task Chats_in_hand_are_the_open_ones_of_a_group_whose_tickets_wait_for_an_agent()
    {
        await WriteAsync(async store =>
        {
            foreach (var (id, group, status) in new[]
                { ("1", "5", TicketStatus.New), ("2", "5", TicketStatus.None), ("3", "5", TicketStatus.Pending), ("4", "6", TicketStatus.Open) })
            {
                await store.Conversations.SaveAsync(
                    CreateConversation(id, new ChannelUser("shop", id)) with { DestinationId = group, TicketStatus = status });
            }

            var over = CreateConversation("over", new ChannelUser("shop", "over"), Phase.Ended);
            await store.Conversations.SaveAsync(over with { DestinationId = "5", TicketStatus = TicketStatus.Open });
        });

        (await ReadAsync(store => store.Conversations.CountInHandAsync("main", "5"))).ShouldBe(2);
        (await ReadAsync(store => store.Conversations.CountInHandAsync("other", "5"))).ShouldBe(0);
    }

    [Fact]
    public async Task Conversations_are_idle_when_nobody_wrote_and_nothing_waits()
    {
        await WriteAsync(async store =>
        {
            await store.Conversations.SaveAsync(CreateConversation("idle", minutesAgo: 9) with { LastMessageAt = Now - TimeSpan.FromMinutes(2) });
            await store.Conversations.SaveAsync(CreateConversation("nothing written", new ChannelUser("shop", "u2"), minutesAgo: 2));
            await store.Conversations.SaveAsync(
                CreateConversation("active", new ChannelUser("shop", "u3"), minutesAgo: 9) with { LastMessageAt = Now });
            await store.Conversations.SaveAsync(CreateConversation("waiting", new ChannelUser("shop", "u4"), minutesAgo: 9));
            await store.Conversations.SaveAsync(CreateConversation("arrived late", new ChannelUser("shop", "u5"), minutesAgo: 9));
            await store.Conversations.SaveAsync(CreateConversation("over", new ChannelUser("shop", "u6"), Phase.Ended, minutesAgo: 9));
        });
        await EnqueueAsync("waiting", new ClientText("Hello"));
        await EnqueueAsync("arrived late", new ClientText("Hello"));
        var late = await FindHeadAsync("arrived late");
        await WriteAsync(store => store.RunAsync([DeliveryStatements.Settle(late.Id, MessageState.Delivered, null, null, Now)]));

        (await ReadAsync(store => store.Conversations.ListIdleAsync("shop", Now - TimeSpan.FromMinutes(1), 10)))
            .ShouldBe(["idle", "nothing written"]);
        (await ReadAsync(store => store.Messages.HasWaitingAsync("waiting"))).ShouldBeTrue();
        (await ReadAsync(store => store.Messages.HasWaitingAsync("idle"))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_conversation_whose_activity_is_noted_is_looked_at_again_only_when_it_may_be_idle()
    {
        await WriteAsync(async store =>
        {
            await store.Conversations.SaveAsync(CreateConversation("idle", minutesAgo: 9));
            await store.Conversations.SaveAsync(
                CreateConversation("wrote", new ChannelUser("shop", "u2"), minutesAgo: 9) with { LastMessageAt = Now - TimeSpan.FromSeconds(30) });
            await store.Conversations.SaveAsync(CreateConversation("waiting", new ChannelUser("shop", "u3"), minutesAgo: 9));
            await store.Conversations.SaveAsync(CreateConversation("arrived", new ChannelUser("shop", "u4"), minutesAgo: 9));
            await store.Conversations.SaveAsync(CreateConversation("new", new ChannelUser("shop", "u5")));
        });
        await EnqueueAsync("waiting", new ClientText("Hello"));
        await EnqueueAsync("arrived", new ClientText("Hello"));
        var arrived = await FindHeadAsync("arrived");
        await WriteAsync(store => store.RunAsync(
            [DeliveryStatements.Settle(arrived.Id, MessageState.Delivered, null, null, Now - TimeSpan.FromSeconds(10))]));

        (await ListNotIdleAsync(Now)).ShouldBe(["wrote", "waiting", "arrived"], ignoreOrder: true);
        foreach (var id in new[] { "idle", "wrote", "waiting", "arrived" })
            await WriteAsync(store => store.Conversations.SaveActiveAsync(id, Now - TimeSpan.FromMinutes(1), Now));

        (await ListNotIdleAsync(Now)).ShouldBeEmpty();
        (await ListIdleAsync(Now)).ShouldBe(["idle"]);
        (await ListIdleAsync(Now + TimeSpan.FromSeconds(29))).ShouldBe(["idle"]);
        (await ListIdleAsync(Now + TimeSpan.FromSeconds(30))).ShouldBe(["idle", "wrote"]);
        (await ListIdleAsync(Now + TimeSpan.FromSeconds(50))).ShouldBe(["idle", "wrote", "arrived"]);
        (await ListNotIdleAsync(Now + TimeSpan.FromMinutes(1))).ShouldBe(["waiting"]);
        (await ListIdleAsync(Now + TimeSpan.FromMinutes(1))).ShouldBe(["idle", "wrote", "arrived", "new"], ignoreOrder: true);

        Task<List<string>> ListIdleAsync(DateTimeOffset now) =>
            ReadAsync(store => store.Conversations.ListIdleAsync("shop", now - TimeSpan.FromMinutes(1), 10));

        Task<List<string>> ListNotIdleAsync(DateTimeOffset now) =>
            ReadAsync(store => store.Conversations.ListNotIdleAsync("shop", now - TimeSpan.FromMinutes(1), 10));
    }

    private async Task<IEnumerable<string>> ListConversationsOfTicketAsync(string helpdesk, string ticketId) =>
        (await ReadAsync(store => store.Tickets.ListSubscriptionsAsync(helpdesk, ticketId))).Select(subscription => subscription.Conversation.Id);

    private async Task<string?> FindCurrentAsync(ChannelUser client) => (await ReadAsync(store => store.Conversations.FindCurrentAsync(client)))?.Id;

    private Task<Requester?> FindRequesterAsync(string helpdesk, ChannelUser client) =>
        ReadAsync(store => store.Requesters.FindAsync(helpdesk, client));
}
