using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>
/// A call about a client is accepted while another one is: after the conversation was read for it, and before it is stored.
/// </summary>
public sealed class SimultaneousCallTests
{
    [Fact]
    public async Task A_hand_over_is_compared_with_the_one_that_was_stored_just_before_it()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await AcceptDuringAsync(bridge, HandOver("plan", "silver"), during: HandOver("plan", "gold"));
        await bridge.DeliveredAsync("MoveTicket", 2, stepSeconds: 1);

        bridge.Zendesk.Written[^2].ShouldNotBeNull().ShouldContain("+ plan: silver");
        bridge.Zendesk.Written[^1].ShouldNotBeNull().ShouldContain("~ plan: silver → gold");
    }

    [Fact]
    public async Task Two_first_messages_of_a_client_begin_one_chat()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        await AcceptDuringAsync(bridge, new ConversationInput.ClientWrote("one"), during: new ConversationInput.ClientWrote("two"));
        await bridge.UntilAsync(() => IsWritten(bridge, "two"), stepSeconds: 1);

        bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem();
        string.Join(' ', bridge.Zendesk.Written).ShouldMatch(@"one\s+two");
    }

    [Fact]
    public async Task What_a_delivery_means_does_not_undo_the_time_of_a_text_that_came_meanwhile()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var (services, cancellationToken) = (bridge.App.Services, TestContext.Current.CancellationToken);
        var (inbox, database) = (services.GetRequiredService<Inbox>(), services.GetRequiredService<IDatabase>());
        var client = new ChannelUser("shop", BridgeFixture.User);
        var written = new ConversationInput.TicketWritten(TicketStatus.Pending, SetByUs: false, CarriesChatOn: true);
        var prepared = inbox.Prepare((await FindAsync())!, written);
        var answer = new TaskCompletionSource();
        bridge.Zendesk.Updates.Next(Answer.Ok("{}").HeldUntil(answer.Task));
        bridge.Clock.Advance(TimeSpan.FromSeconds(20));
        await bridge.SendTextAsync("meanwhile");

        await database.WriteAsync(store => inbox.ApplyAsync(store, prepared), cancellationToken);

        var after = (await FindAsync()).ShouldNotBeNull();
        (after.TicketStatus, after.LastMessageAt).ShouldBe((TicketStatus.Pending, bridge.Clock.GetUtcNow()));
        answer.SetResult();

        Task<Conversation?> FindAsync() => database.ReadAsync(store => store.Conversations.FindCurrentAsync(client), cancellationToken);
    }

    [Fact]
    public async Task A_call_for_a_conversation_that_another_process_has_ended_meanwhile_is_decided_again()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var (services, cancellationToken) = (bridge.App.Services, TestContext.Current.CancellationToken);
        var client = new ChannelUser("shop", BridgeFixture.User);
        var (one, other) = (CreateInbox(), CreateInbox());
        await one.AcceptAsync(client, new ConversationInput.ClientWrote("one"), cancellationToken);
        await other.AcceptAsync(client, new ConversationInput.ClientClosedChat(null), cancellationToken);

        await one.AcceptAsync(client, new ConversationInput.ClientWrote("two"), cancellationToken);

        var after = await services.GetRequiredService<IDatabase>().ReadAsync(
            store => store.Conversations.FindCurrentAsync(client), cancellationToken);
        after.ShouldNotBeNull().IsOpen.ShouldBeTrue();
        await bridge.UntilAsync(() => IsWritten(bridge, "two"), stepSeconds: 1);

        Inbox CreateInbox() => ActivatorUtilities.CreateInstance<Inbox>(services, new RecentConversations());
    }

    /// <summary>The store may be slow in one process, and what the caller sends next be stored by another one.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_whose_caller_has_gone_before_its_turn_is_not_stored(bool isConversationKnown)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var services = bridge.App.Services;
        using var caller = new CancellationTokenSource();
        var database = new OvertakenDatabase(services.GetRequiredService<IDatabase>(), caller.Cancel);
        var recent = isConversationKnown ? services.GetRequiredService<RecentConversations>() : new RecentConversations();
        var client = new ChannelUser("shop", BridgeFixture.User);
        (recent.Find(client) is not null).ShouldBe(isConversationKnown);

        await Should.ThrowAsync<OperationCanceledException>(() => ActivatorUtilities.CreateInstance<Inbox>(services, database, recent)
            .AcceptAsync(client, new ConversationInput.ClientWrote("late"), caller.Token));

        await bridge.SendTextAsync("next");
        await bridge.UntilAsync(() => IsWritten(bridge, "next"), stepSeconds: 1);
        IsWritten(bridge, "late").ShouldBeFalse();
    }

    private static bool IsWritten(BridgeFixture bridge, string text) =>
        bridge.Zendesk.Written.Any(written => written?.Contains(text, StringComparison.Ordinal) == true);

    private static ConversationInput.HandedOver HandOver(string name, string value) =>
        new(BridgeApp.DefaultGroup, null, new HandOverContext($$"""{"{{name}}":"{{value}}"}""", null, null));

    /// <summary>Accepts a call after the conversation was read for another one, and before that one is stored.</summary>
    private static Task<Conversation?> AcceptDuringAsync(BridgeFixture bridge, ConversationInput first, ConversationInput during)
    {
        var (services, cancellationToken) = (bridge.App.Services, TestContext.Current.CancellationToken);
        var client = new ChannelUser("shop", BridgeFixture.User);
        var database = new InterruptedDatabase(
            services.GetRequiredService<IDatabase>(),
            () => services.GetRequiredService<Inbox>().AcceptAsync(client, first, cancellationToken));
        return ActivatorUtilities.CreateInstance<Inbox>(services, database, new RecentConversations()).AcceptAsync(client, during, cancellationToken);
    }

    /// <summary>Something happens when the turn of a write has come.</summary>
    private sealed class OvertakenDatabase(IDatabase inner, Action happen) : IDatabase
    {
        public Task MigrateAsync(CancellationToken cancellationToken) => inner.MigrateAsync(cancellationToken);

        public Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) => inner.WriteAsync(
            store =>
            {
                happen();
                return work(store);
            },
            cancellationToken);

        public Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) =>
            inner.ReadAsync(work, cancellationToken);

        public Task OverwriteErasedAsync(CancellationToken cancellationToken) => inner.OverwriteErasedAsync(cancellationToken);
    }
}
