using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>The facts of chats for reports.</summary>
public abstract partial class StoreContract
{
    private static readonly DateTimeOffset Opened = new(2026, 11, 23, 9, 44, 59, 999, TimeSpan.Zero);

    [Fact]
    public async Task The_facts_of_a_chat_are_found_by_the_time_of_its_opening()
    {
        await SaveChatsAsync(AnsweredChat, AnsweredChat with { Id = "c2", Phase = Phase.Open, EndedAt = null, EndedBy = null, FirstReplyAt = null });

        var chats = await ReadAsync(store => store.Reports.ListAsync(Opened, Opened.AddMilliseconds(1), null, 10));

        chats.ShouldBe(
        [
            Facts with { Id = "c1" },
            Facts with { Id = "c2", IsOpen = true, EndedBy = null, FirstReply = null, Handling = null, Duration = null },
        ]);
        (await ReadAsync(store => store.Reports.ListAsync(Opened.AddMilliseconds(1), Now, null, 10))).ShouldBeEmpty();
        (await ReadAsync(store => store.Reports.ListAsync(Opened.AddDays(-1), Opened, null, 10))).ShouldBeEmpty();
        (await ReadAsync(store => store.Reports.ListPastAsync(Opened.AddDays(-1), Now, null, 10))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Chats_are_read_in_pages_also_where_many_were_opened_at_the_same_time()
    {
        await SaveChatsAsync([.. Enumerable.Range(1, 7).Select(i => AnsweredChat with { Id = $"c{i}", OpenedAt = Opened.AddSeconds(i / 4) })]);
        var found = new List<string>();

        for (List<ChatFacts> page = []; found.Count == 0 || (page.Count == 2 && found.Count < 20); found.AddRange(page.Select(chat => chat.Id)))
        {
            var last = page.LastOrDefault();
            page = await ReadAsync(store => store.Reports.ListAsync(Opened, Now, last, 2));
        }

        found.ShouldBe(["c1", "c2", "c3", "c4", "c5", "c6", "c7"]);
    }

    [Fact]
    public async Task What_is_erased_leaves_its_facts_without_its_id_its_client_and_its_exact_time()
    {
        await SaveChatsAsync(AnsweredChat, AnsweredChat with { Id = "c2", EndedAt = null, EndedBy = null, Phase = Phase.Open, Rating = null });

        await WriteAsync(store => store.Erasure.EraseAsync(["c1", "c2", "unknown"]));

        (await ReadAsync(store => store.Reports.ListAsync(Opened, Now, null, 10))).ShouldBeEmpty();
        var past = await ReadAsync(store => store.Reports.ListPastAsync(Opened.AddHours(-1), Now, null, 10));
        past.Select(chat => chat.Id).Distinct().Count().ShouldBe(2);
        past.ShouldAllBe(chat => chat.Id.Length == 32);
        past.OrderBy(chat => chat.Duration is null).Select(chat => chat with { Id = "" }).ShouldBe(
        [
            Facts with
            {
                OpenedAt = new DateTimeOffset(2026, 11, 23, 9, 30, 0, TimeSpan.Zero), Handling = TimeSpan.FromSeconds(599),
                Duration = TimeSpan.FromSeconds(689),
            },
            Facts with
            {
                OpenedAt = new DateTimeOffset(2026, 11, 23, 9, 30, 0, TimeSpan.Zero), EndedBy = null, Handling = null, Duration = null, Score = null,
            },
        ]);
    }

    [Fact]
    public async Task Facts_of_the_past_are_deleted_when_they_are_old_enough()
    {
        await SaveChatsAsync(AnsweredChat, AnsweredChat with { Id = "c2", OpenedAt = Opened.AddMinutes(1) });
        await WriteAsync(store => store.Erasure.EraseAsync(["c1", "c2"]));

        (await WriteAsync(store => store.Reports.DeletePastChatsBeforeAsync(Opened, 10))).ShouldBe(1);

        (await ReadAsync(store => store.Reports.ListPastAsync(Opened.AddHours(-1), Now, null, 10)))
            .ShouldHaveSingleItem().OpenedAt.ShouldBe(new DateTimeOffset(2026, 11, 23, 9, 45, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task The_oldest_facts_of_the_past_are_deleted_first_and_no_more_than_wanted_at_once()
    {
        string[] ids = ["c1", "c2", "c3"];
        await SaveChatsAsync([.. ids.Index().Select(chat => AnsweredChat with { Id = chat.Item, OpenedAt = Opened.AddHours(-chat.Index) })]);
        await WriteAsync(store => store.Erasure.EraseAsync(ids));

        (await WriteAsync(store => store.Reports.DeletePastChatsBeforeAsync(Now, 2))).ShouldBe(2);
        (await ReadAsync(store => store.Reports.ListPastAsync(Opened.AddDays(-1), Now, null, 10)))
            .ShouldHaveSingleItem().OpenedAt.ShouldBe(new DateTimeOffset(2026, 11, 23, 9, 30, 0, TimeSpan.Zero));
        (await WriteAsync(store => store.Reports.DeletePastChatsBeforeAsync(Now, 2))).ShouldBe(1);
    }

    private static Conversation AnsweredChat => CreateConversation("c1", phase: Phase.Ended) with
    {
        OpenedAt = Opened,
        FirstReplyAt = Opened.AddSeconds(90),
        EndedAt = Opened.AddSeconds(690).AddMilliseconds(-1),
        EndedBy = EndedBy.Agent,
        AgentId = "77",
        Rating = new Rating(5, "Ann says: quick!", Now),
    };

    private static ChatFacts Facts => new()
    {
        Id = "",
        OpenedAt = Opened,
        Channel = "shop",
        Helpdesk = "main",
        DestinationId = AnsweredChat.DestinationId,
        AgentId = "77",
        EndedBy = EndedBy.Agent,
        FirstReply = TimeSpan.FromSeconds(90),
        Handling = TimeSpan.FromMilliseconds(599_999),
        Duration = TimeSpan.FromMilliseconds(689_999),
        Score = 5,
    };

    private async Task SaveChatsAsync(params Conversation[] conversations)
    {
        await WriteAsync(async store =>
        {
            foreach (var conversation in conversations)
                await store.Conversations.SaveAsync(conversation with { Client = new ChannelUser("shop", $"user of {conversation.Id}") });
        });
    }
}
