using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

public abstract partial class StoreContract
{
    private static readonly AttachedFile Picture = new("31", "https://acme.example.com/attachments/token/t/", "map.png", "image/png", 7);

    [Fact]
    public async Task A_secret_is_the_first_one_brought_for_everybody_and_for_ever()
    {
        var asked = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => WriteAsync(store => store.Secrets.GetOrAddAsync("a", $"secret {i}", Now))));
        await ReopenAsync();

        asked.Distinct().ShouldHaveSingleItem();
        (await WriteAsync(store => store.Secrets.GetOrAddAsync("a", "late", Now))).ShouldBe(asked[0]);
        (await WriteAsync(store => store.Secrets.GetOrAddAsync("b", "another", Now))).ShouldBe("another");
    }

    [Fact]
    public async Task The_file_of_a_message_is_found_whatever_became_of_the_message()
    {
        var chat = await OpenChatAsync("c1");
        await EnqueueAsync(chat, new AgentFile(Picture, Ann));
        await EnqueueAsync(chat, new AgentText("Hi", Ann));
        var waiting = await WaitingAsync(chat, Direction.ToJaicp);
        foreach (var state in new[] { "waiting", "dead" })
        {
            (await ReadAsync(store => store.Messages.FindAgentFileAsync(waiting[0].Id))).ShouldBe(("main", Picture), state);
            await WriteAsync(store => store.Queues.SettleAsync(waiting[0].Id, HelpdeskBridge.Storage.MessageState.Dead, null, null, Now));
        }

        (await ReadAsync(store => store.Messages.FindAgentFileAsync(waiting[1].Id))).ShouldBeNull();
        (await ReadAsync(store => store.Messages.FindAgentFileAsync("unknown"))).ShouldBeNull();
    }
}
