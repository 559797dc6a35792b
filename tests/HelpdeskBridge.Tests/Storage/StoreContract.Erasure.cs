using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>Erasing conversations.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Only_what_ended_before_and_has_nothing_waiting_is_found_for_erasure()
    {
        await WriteAsync(async session =>
        {
            await session.SaveConversationAsync(Chat("over", new ChannelUser("shop", "a"), Phase.Ended));
            await session.SaveConversationAsync(Chat("waits", new ChannelUser("shop", "b"), Phase.Ended));
            await session.SaveConversationAsync(Chat("open", new ChannelUser("shop", "c"), minutesAgo: 100_000));
        });
        await EnqueueAsync("waits", new ClientText("words"));

        (await ReadAsync(session => session.FindEndedBeforeAsync(Now + TimeSpan.FromSeconds(1), 10))).ShouldBe(["over"]);
        (await ReadAsync(session => session.FindEndedBeforeAsync(Now, 10))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conversation_is_erased_and_what_another_shares_with_it_stays()
    {
        var olga = new ChannelUser("shop", "Olga");
        await WriteAsync(async session =>
        {
            foreach (var (id, client) in new[] { ("c1", Ivan), ("c2", olga) })
            {
                await session.SaveConversationAsync(Chat(id, client) with { TicketId = "7" });
                await session.SaveTicketAsync("main", "7", id, Now);
                await session.SaveRequesterAsync("main", client, new Requester("1", client.UserId));
            }

            await session.SaveTicketAsync("main", "8", "c1", Now);
            await session.NoteTicketAsync("main", "7", Now);
            await session.NoteTicketAsync("main", "8", Now);
        });
        await EnqueueAsync("c1", new ClientText("words"));
        await WriteAsync(async session => await session.RecordAttemptAsync("m1", 1, "Unsure", null, Now));

        var erased = await WriteAsync(session => session.EraseAsync(["c1"]));

        (erased.Conversations, erased.Messages.Count).ShouldBe((1, 1));
        erased.Tickets.ShouldBe([("main", "7"), ("main", "8")], ignoreOrder: true);
        (await ReadAsync(session => session.FindConversationAsync("c1"))).ShouldBeNull();
        (await WaitingAsync("c1")).ShouldBeEmpty();
        (await ReadAsync(session => session.FindRequesterAsync("main", Ivan))).ShouldBeNull();
        (await ReadAsync(session => session.FindRequesterAsync("main", olga))).ShouldNotBeNull();
        (await ReadAsync(session => session.FindListenersAsync("main", "7"))).Select(listener => listener.Conversation.Id).ShouldBe(["c2"]);
        (await ReadAsync(session => session.FindNoteAsync("main", "7"))).ShouldNotBeNull();
        (await ReadAsync(session => session.FindNoteAsync("main", "8"))).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_erased_meanwhile_is_not_written_again()
    {
        await WriteAsync(session => session.RecordAttemptAsync("gone", 1, "Delivered", null, Now));
        await WriteAsync(session => session.SaveCarriedFileAsync("gone", new HelpdeskBridge.ClientFiles.CarriedFile("a.png", "token", null, null)));
        await WriteAsync(session => session.SaveRequesterAsync("main", Ivan, new Requester("1", "Ivan")));

        (await ReadAsync(session => session.FindCarriedFileAsync("gone"))).ShouldBeNull();
        (await ReadAsync(session => session.FindRequesterAsync("main", Ivan))).ShouldBeNull();
    }
}
