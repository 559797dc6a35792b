using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Whether somebody in a group has room for one more chat (<c>CountCapacity</c>): by the helpdesk's figures, and without them by the bridge's own
/// open chats, of which each agent who is online may have one (docs/decisions/0021-capacity.md).
/// </summary>
internal sealed class ChatCapacity(string helpdesk, IDatabase database)
{
    /// <returns>Null: it is not known.</returns>
    public async Task<bool?> HasRoomAsync(string groupId, GroupPresence presence)
    {
        if (presence is { HasRoom: not null } or { IsOnline: false } or { OnlineAgents: null })
            return presence.HasRoom;
        try
        {
            var chats = await database.ReadAsync(
                store => store.Conversations.CountInHandAsync(helpdesk, groupId), CancellationToken.None);
            return chats < presence.OnlineAgents;
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }
}
