using HelpdeskBridge.Conversations;
using Microsoft.Extensions.Caching.Memory;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// Clients' conversations as this process last stored them, so that the next call of the client is decided without reading the store. One may be
/// out of date, because others change conversations too: whoever uses it compares its version in the transaction.
/// </summary>
internal sealed class RecentConversations : IDisposable
{
    private const int MaxConversations = 5000;

    /// <summary>Of what the bot hands over, which may be a megabyte. A conversation with more of it is read each time.</summary>
    private const int MaxContextLength = 2000;

    /// <summary>It is not used for longer, so that what is erased from the store does not stay here as long as the client writes.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MaxConversations });

    /// <summary>Null: none is known.</summary>
    public Conversation? Find(ChannelUser client) => _cache.Get<Conversation>(client);

    public void Keep(ChannelUser client, Conversation? conversation)
    {
        if (conversation is null || conversation.Context.Length > MaxContextLength)
            _cache.Remove(client);
        else
            _cache.Set(client, conversation, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Lifetime });
    }

    public void Dispose() => _cache.Dispose();
}
