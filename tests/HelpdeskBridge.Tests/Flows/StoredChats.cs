using System.Globalization;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Bridge;
using Microsoft.Extensions.DependencyInjection;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Chats of other times in the store of a service, without having to live through them.</summary>
internal static class StoredChats
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A chat of ten minutes that was answered after one, and that an agent ended.</summary>
    public static Conversation Create(string id, string openedAt, string channel = "shop")
    {
        var opened = DateTimeOffset.Parse(openedAt, CultureInfo.InvariantCulture);
        return new Conversation
        {
            Id = id,
            Client = new ChannelUser(channel, $"user of {id}"),
            Helpdesk = "main",
            Phase = Phase.Ended,
            OpenedAt = opened,
            FirstReplyAt = opened.AddMinutes(1),
            EndedAt = opened.AddMinutes(10),
            EndedBy = EndedBy.Agent,
            DestinationId = BridgeApp.DefaultGroup,
        };
    }

    public static Task SaveAsync(BridgeFixture bridge, params Conversation[] chats) => GetStore(bridge).WriteAsync(
        async store =>
        {
            foreach (var chat in chats)
                await store.Conversations.SaveAsync(chat);
        },
        Cancellation);

    /// <summary>The present chat of a client.</summary>
    public static async Task<Conversation> FindAsync(BridgeFixture bridge, string user) => (await GetStore(bridge).ReadAsync(
        store => store.Conversations.FindCurrentAsync(new ChannelUser("shop", user)), Cancellation))!;

    public static int CountConversations(BridgeFixture bridge) => Count(bridge, store => store.ListAsync(Beginning, End, null, 100));

    public static int CountPastChats(BridgeFixture bridge) => Count(bridge, store => store.ListPastAsync(Beginning, End, null, 100));

    private static DateTimeOffset Beginning => DateTimeOffset.UnixEpoch;

    private static DateTimeOffset End => DateTimeOffset.MaxValue;

    private static int Count(BridgeFixture bridge, Func<ReportStore, Task<List<ChatFacts>>> list) =>
        GetStore(bridge).ReadAsync(async store => (await list(store.Reports)).Count, Cancellation).GetAwaiter().GetResult();

    private static IDatabase GetStore(BridgeFixture bridge) => bridge.App.Services.GetRequiredService<IDatabase>();
}
