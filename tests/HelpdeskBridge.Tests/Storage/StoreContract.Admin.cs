using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task The_stamp_of_a_conversation_changes_with_its_own_messages_only()
    {
        await AddConversationAsync("c1");
        await AddConversationAsync("c2");
        var before = await ReadAsync(store => store.Timeline.GetStampAsync("c1"));
        var beforeOfAll = await ReadAsync(store => store.Activity.GetStampAsync());
        await EnqueueAsync("c2", new ClientText("for another"));
        (await ReadAsync(store => store.Timeline.GetStampAsync("c1"))).ShouldBe(before);
        (await ReadAsync(store => store.Activity.GetStampAsync())).ShouldNotBe(beforeOfAll);

        await EnqueueAsync("c1", new ClientText("its own"));
        (await ReadAsync(store => store.Timeline.GetStampAsync("c1"))).ShouldNotBe(before);
    }

    [Fact]
    public async Task Of_many_takers_one_gets_the_step_of_an_operation()
    {
        var operation = new Operation("o1", Operation.RetryDeadLetters, null, null, "Ann", "", Now, 1);
        await WriteAsync(store => store.Operations.AddAsync(operation));

        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ =>
            WriteAsync(store => store.Operations.BeginStepAsync(Now, Now + TimeSpan.FromSeconds(1)))));
        taken.Where(step => step is not null).ShouldHaveSingleItem().ShouldBe(operation);
        (await WriteAsync(store => store.Operations.EndAsync("o1", OperationState.Cancelled, Now))).ShouldBeTrue();
        (await WriteAsync(store => store.Operations.EndAsync("o1", OperationState.Done, Now))).ShouldBeFalse();
        (await ReadAsync(store => store.Operations.FindNextStepAsync())).ShouldBeNull();
        (await ReadAsync(store => store.Operations.FindAsync("o1")))!.State.ShouldBe(OperationState.Cancelled);
        await WriteAsync(store => store.Operations.DeleteEndedBeforeAsync(Now + TimeSpan.FromSeconds(1)));
        (await ReadAsync(store => store.Operations.FindAsync("o1"))).ShouldBeNull();
    }

    [Fact]
    public async Task The_oldest_entries_of_the_audit_are_deleted_first_and_no_more_than_wanted_at_once()
    {
        foreach (var minutes in new[] { 1, 2, 3, 4 })
            await WriteAsync(store => store.Audit.AddAsync(new($"a{minutes}", Now.AddMinutes(minutes), "Ann", "", "signIn", null, "done")));

        (await WriteAsync(store => store.Audit.DeleteBeforeAsync(Now.AddMinutes(4), 2))).ShouldBe(2);
        (await ReadAsync(store => store.Audit.ListAsync(null, 10))).Select(entry => entry.Id).ShouldBe(["a4", "a3"]);
        (await WriteAsync(store => store.Audit.DeleteBeforeAsync(Now.AddMinutes(4), 2))).ShouldBe(1);
        (await ReadAsync(store => store.Audit.ListAsync(null, 10))).ShouldHaveSingleItem().Id.ShouldBe("a4");
    }

    [Fact]
    public async Task Recent_messages_are_found_by_the_time_in_their_ids()
    {
        await AddConversationAsync("c1");
        foreach (var minutes in new[] { 90, 30, 10 })
        {
            var at = Now - TimeSpan.FromMinutes(minutes);
            await WriteAsync(store => EnqueueAsync(store, "c1", new ClientText("Hi"), Guid.CreateVersion7(at).ToString("N")));
        }

        (await ReadAsync(store => store.Activity.ListRecentAsync(Now - TimeSpan.FromHours(1), 100))).Count.ShouldBe(2);
        (await ReadAsync(store => store.Activity.ListRecentAsync(Now - TimeSpan.FromHours(2), 100))).Count.ShouldBe(3);
        (await ReadAsync(store => store.Activity.ListRecentAsync(Now - TimeSpan.FromHours(2), 1))).ShouldHaveSingleItem().Channel.ShouldBe("shop");
    }

    [Fact]
    public async Task The_attempts_of_several_messages_are_listed_together()
    {
        await AddConversationAsync("c1");
        foreach (var text in new[] { "one", "two", "three" })
            await EnqueueAsync("c1", new ClientText(text));
        var messages = await ListWaitingAsync("c1");
        foreach (var message in messages)
            await WriteAsync(store => store.RunAsync([DeliveryStatements.AddAttempt(message.Id, 1, AttemptOutcome.Retry, "503", Now)]));

        // Each number of messages is another statement.
        for (var count = 0; count <= messages.Count; count++)
        {
            var ids = messages.Take(count).Select(message => message.Id).ToList();
            (await ReadAsync(store => store.Timeline.ListAttemptsAsync(ids, 10))).Select(attempts => attempts.Key).ShouldBe(ids);
        }
    }
}
