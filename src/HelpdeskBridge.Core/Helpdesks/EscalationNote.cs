using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Helpdesks;

/// <summary>Formats what agents read about a chat that nobody has answered.</summary>
internal static class EscalationNote
{
    private const int MaxCharactersOfName = 100;

    /// <returns>The text of the note. Empty: the channel's settings disable it.</returns>
    public static string Format(EscalateTicket escalation, Conversation conversation, ChannelOptions channel, NoteMarkup markup)
    {
        var minutes = escalation.After.TotalMinutes.ToString("0.##", CultureInfo.InvariantCulture);
        return escalation.Note is null ? channel.GetText(TextName.Escalated, ("minutes", minutes)) : Placeholders.Fill(
            escalation.Note,
            ("minutes", minutes),
            ("userName", markup.InlineCode(ClientName.Get(conversation, MaxCharactersOfName)) ?? ""),
            ("userId", markup.InlineCode(conversation.Client.UserId) ?? ""),
            ("channel", conversation.Client.Channel));
    }
}
