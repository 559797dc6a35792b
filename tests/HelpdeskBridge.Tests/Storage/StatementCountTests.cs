using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Bridge;
using Microsoft.Extensions.DependencyInjection;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>
/// How much the store is asked for one call. Most of what a call costs is that, so a call that suddenly needs more fails here. The numbers go up only
/// for a reason.
/// </summary>
public sealed class StatementCountTests
{
    private static readonly ChannelUser Client = new("shop", BridgeFixture.User);
    private static readonly ConversationInput.HandedOver HandOver =
        new(BridgeApp.DefaultGroup, "Ann", new HandOverContext("""{"order":"1"}""", null, null));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_in_an_open_chat_takes_two_statements_in_one_write_and_no_read()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var (inbox, store) = CreateInbox(bridge);

        // What is written to the ticket meanwhile would be another change of the conversation.
        bridge.Zendesk.Updates.Usually(ZendeskStub.Unavailable);

        // A real clock is finer than the store.
        bridge.Clock.Advance(TimeSpan.FromTicks(12_345_678));
        await inbox.AcceptAsync(Client, new ConversationInput.ClientWrote("one"), Cancellation);
        bridge.Clock.Advance(TimeSpan.FromTicks(12_345_678));
        store.Reset();

        await inbox.AcceptAsync(Client, new ConversationInput.ClientWrote("two"), Cancellation);

        (store.Reads, store.Writes).ShouldBe((0, 1));
        store.Statements.ShouldBeLessThanOrEqualTo(2); // the message, the time of the text
    }

    [Fact]
    public async Task A_hand_over_of_a_new_client_takes_two_statements_in_a_write()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        var (inbox, store) = CreateInbox(bridge);

        await inbox.AcceptAsync(Client, HandOver, Cancellation);

        (store.Reads, store.Writes).ShouldBe((0, 1));
        store.Statements.ShouldBeLessThanOrEqualTo(2); // the conversation, the opening of the ticket
    }

    [Fact]
    public async Task A_hand_over_of_a_client_who_is_not_known_here_goes_on_with_the_open_chat_that_another_process_began()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        await CreateInbox(bridge).Inbox.AcceptAsync(Client, HandOver, Cancellation);
        var (inbox, store) = CreateInbox(bridge);
        var begun = await store.ReadAsync(read => read.Conversations.FindCurrentAsync(Client), Cancellation);
        store.Reset();

        var after = await inbox.AcceptAsync(Client, HandOver with { UserName = "Ann Lee" }, Cancellation);

        (after!.Id, after.UserName).ShouldBe((begun!.Id, "Ann Lee"));
        (store.Reads, store.Writes).ShouldBe((1, 2));
    }

    [Fact]
    public async Task The_end_of_a_chat_takes_three_statements_in_a_write()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var (inbox, store) = CreateInbox(bridge);
        await inbox.AcceptAsync(Client, new ConversationInput.ClientWrote("one"), Cancellation);
        store.Reset();

        await inbox.AcceptAsync(Client, new ConversationInput.ClientClosedChat(null), Cancellation);

        (store.Reads, store.Writes).ShouldBe((0, 1));
        store.Statements.ShouldBeLessThanOrEqualTo(3); // the version, the conversation, what the agent is told
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_of_a_chat_that_is_over_takes_one_statement_in_a_read_and_no_write(bool hadChat)
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        var (inbox, store) = CreateInbox(bridge);
        if (hadChat)
        {
            await inbox.AcceptAsync(Client, HandOver, Cancellation);
            await inbox.AcceptAsync(Client, new ConversationInput.ClientClosedChat(null), Cancellation);
        }

        store.Reset();
        await inbox.AcceptAsync(Client, new ConversationInput.ClientClosedChat(null), Cancellation);

        (store.Reads, store.Writes, store.Statements).ShouldBe((1, 0, 1));
    }

    [Fact]
    public async Task A_chat_that_another_process_began_is_ended_although_this_one_knows_only_that_the_one_before_is_over()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        var (inbox, store) = CreateInbox(bridge);
        await inbox.AcceptAsync(Client, HandOver, Cancellation);
        await inbox.AcceptAsync(Client, new ConversationInput.ClientClosedChat(null), Cancellation);
        await CreateInbox(bridge).Inbox.AcceptAsync(Client, HandOver, Cancellation);

        await inbox.AcceptAsync(Client, new ConversationInput.ClientClosedChat(null), Cancellation);

        (await store.ReadAsync(read => read.Conversations.FindCurrentAsync(Client), Cancellation)).ShouldNotBeNull().IsOpen.ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, 1)] // the messages with their conversation
    [InlineData("4711", 2)] // … and when the ticket was last written
    public async Task A_look_at_what_a_queue_sends_next_takes_a_statement_and_one_more_for_the_pace_of_a_ticket(string? ticketId, int statements)
    {
        await using var bridge = await BridgeFixture.StartAsync();
        var database = bridge.App.Services.GetRequiredService<IDatabase>();
        var now = bridge.Clock.GetUtcNow();
        var (message, status) = ticketId is null
            ? ((HelpdeskMessage)new OpenTicket(), TicketStatus.None)
            : (new ClientText("one"), TicketStatus.Open);
        await database.WriteAsync(
            async store =>
            {
                await store.Conversations.SaveAsync(
                    StoreContract.CreateConversation("c1", Client) with { TicketId = ticketId, TicketStatus = status });
                await store.Queues.EnqueueAsync("c1", new Outgoing(message, now), message.ToJson(), "m1", now);
            },
            Cancellation);
        var counting = new CountingDatabase(database);
        var loader = ActivatorUtilities.CreateInstance<OutboundBatchLoader>(bridge.App.Services, counting);

        var batch = await loader.LoadAsync(new QueueId("c1", Direction.ToHelpdesk), now, Cancellation);

        batch.ShouldNotBeNull().Head.Id.ShouldBe("m1");
        (counting.Reads, counting.Statements).ShouldBe((statements, statements));
    }

    /// <summary>An inbox of its own, so that what is delivered meanwhile is not counted.</summary>
    private static (Inbox Inbox, CountingDatabase Store) CreateInbox(BridgeFixture bridge)
    {
        var store = new CountingDatabase(bridge.App.Services.GetRequiredService<IDatabase>());
        return (ActivatorUtilities.CreateInstance<Inbox>(bridge.App.Services, store, new RecentConversations()), store);
    }
}
