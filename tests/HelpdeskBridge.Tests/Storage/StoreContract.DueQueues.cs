using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_queue_is_due_with_the_first_message_that_waits_whatever_became_of_the_others()
    {
        await AddConversationAsync("c1");
        for (var number = 0; number < 4; number++)
            await EnqueueAsync("c1", new ClientText($"{number}"), dueAt: Now + TimeSpan.FromMinutes(10 - number));
        var messages = await ListWaitingAsync("c1");
        await ShouldBeDueWithAsync(messages[0]);

        await SettleAsync(messages[0], MessageState.Dead);
        await ShouldBeDueWithAsync(messages[1]);

        await SettleAsync(messages[2], MessageState.Delivered);
        await ShouldBeDueWithAsync(messages[1]);

        await SettleAsync(messages[1], MessageState.Delivered);
        await ShouldBeDueWithAsync(messages[3]);

        await WriteAsync(store => store.DeadLetters.RetryAsync(messages[0].Id, Now + TimeSpan.FromMinutes(20)));
        (await FindNextDueAsync(Now)).ShouldBe(Now + TimeSpan.FromMinutes(20), "it is before the one that waits");

        await SettleAsync(messages[0], MessageState.Delivered);
        await ShouldBeDueWithAsync(messages[3]);

        await SettleAsync(messages[3], MessageState.Discarded);
        (await FindNextDueAsync(Now)).ShouldBeNull();

        await EnqueueAsync("c1", new ClientText("4"), dueAt: Now + TimeSpan.FromMinutes(1));
        (await FindNextDueAsync(Now)).ShouldBe(Now + TimeSpan.FromMinutes(1));
    }

    private async Task ShouldBeDueWithAsync(StoredMessage head)
    {
        (await FindNextDueAsync(Now)).ShouldBe(head.DueAt);
        (await ListDueQueuesAsync(head.DueAt)).ShouldBe(["c1 ToHelpdesk"]);
        (await ListDueQueuesAsync(head.DueAt - TimeSpan.FromMilliseconds(1))).ShouldBeEmpty();
    }

    private async Task SettleAsync(StoredMessage message, MessageState state) =>
        await WriteAsync(store => store.RunAsync([DeliveryStatements.Settle(message.Id, state, remoteId: null, reason: null, Now)]));

    private async Task<IEnumerable<string>> ListDueQueuesAsync(DateTimeOffset now, int limit = 100) =>
        (await ReadAsync(store => store.DueQueues.ListDueAsync(now, null, limit))).Select(due => $"{due.Queue.ConversationId} {due.Queue.Direction}");

    private Task<DateTimeOffset?> FindNextDueAsync(DateTimeOffset now) => ReadAsync(store => store.DueQueues.FindNextDueAsync(now));
}
