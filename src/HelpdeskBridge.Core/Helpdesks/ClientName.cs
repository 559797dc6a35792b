using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Helpdesks;

/// <summary>What agents see of a client beside the words: a name, and the subject of the ticket.</summary>
internal static class ClientName
{
    /// <summary>Helpdesks accept longer subjects, but their lists of tickets show no more of them.</summary>
    private const int MaxCharactersOfSubject = 150;

    /// <summary>The client's name as agents see it: one line, never empty, never too long.</summary>
    public static string Get(Conversation conversation, int maxCharacters) =>
        OneLine.Shorten(IsKnown(conversation) ? conversation.UserName! : GetDefault(conversation.Client), maxCharacters);

    /// <summary>The name of a client who gave none.</summary>
    public static string GetDefault(ChannelUser client) => $"{client.Channel} {client.UserId}";

    /// <summary>Whether the client gave a name.</summary>
    public static bool IsKnown(Conversation conversation) => conversation.UserName is { } given && !TextSplitter.IsBlank(given);

    /// <summary>The subject of a new ticket.</summary>
    public static string CreateSubject(ChannelOptions channel, Conversation conversation, int maxCharactersOfName) => OneLine.Shorten(
        Placeholders.Fill(
            channel.Ticket.Subject,
            ("userName", Get(conversation, maxCharactersOfName)),
            ("userId", conversation.Client.UserId),
            ("channel", conversation.Client.Channel)),
        MaxCharactersOfSubject);
}
