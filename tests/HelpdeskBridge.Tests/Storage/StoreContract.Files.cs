using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

public abstract partial class StoreContract
{
    private static readonly AttachedFile Picture = new("31", "https://acme.example.com/attachments/token/t/", "map.png", "image/png", 7);

    [Fact]
    public async Task The_first_candidate_for_a_secret_is_used_by_every_caller_for_ever()
    {
        var secrets = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => WriteAsync(store => store.Secrets.GetOrAddAsync("a", $"secret {i}", Now))));
        await ReopenAsync();

        secrets.Distinct().ShouldHaveSingleItem();
        (await WriteAsync(store => store.Secrets.GetOrAddAsync("a", "late", Now))).ShouldBe(secrets[0]);
        (await WriteAsync(store => store.Secrets.GetOrAddAsync("b", "another", Now))).ShouldBe("another");
    }

    [Fact]
    public async Task The_file_of_a_message_is_found_whatever_became_of_the_message()
    {
        var conversation = await AddConversationAsync("c1");
        await EnqueueAsync(conversation, new AgentFile(Picture, Ann));
        await EnqueueAsync(conversation, new AgentText("Hi", Ann));
        var waiting = await ListWaitingAsync(conversation, Direction.ToJaicp);
        foreach (var state in new[] { "waiting", "dead" })
        {
            (await ReadAsync(store => store.Messages.FindAgentFileAsync(waiting[0].Id))).ShouldBe(("main", Picture), state);
            await WriteAsync(store => store.RunAsync([DeliveryStatements.Settle(waiting[0].Id, MessageState.Dead, null, null, Now)]));
        }

        (await ReadAsync(store => store.Messages.FindAgentFileAsync(waiting[1].Id))).ShouldBeNull();
        (await ReadAsync(store => store.Messages.FindAgentFileAsync("unknown"))).ShouldBeNull();
    }
}
