using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>What the bridge's internal notes say to agents, in the words of the channel's text catalogue. Hidden attributes are in none of them.</summary>
internal static class InternalNoteFormatter
{
    /// <summary>The text of the note that a message writes. Empty: the channel's settings leave it out.</summary>
    /// <param name="message">A message that writes an internal note.</param>
    /// <param name="channel">The channel's settings.</param>
    /// <param name="maxFileBytes"><c>Bridge:MaxFileBytes</c>, named where a file is too large.</param>
    public static string Format(MessageBody message, ChannelOptions channel, long maxFileBytes) => message switch
    {
        ContextNote context => Format(context, channel),
        MoveTicket move => Format(move, channel),
        ClientLeftNote left => InternalNote.Blocks(channel.GetText(TextName.ClientLeft), InternalNote.Literally(left.Text)),
        IdleCloseNote => channel.GetText(TextName.IdleNote),
        LateReplyNote late => channel.GetText(TextName.ClientGone, ("text", late.Text)),
        ReplyNotDelivered { Text: null } notice => channel.GetText(TextName.CloseNotDelivered, ("reason", notice.Reason)),
        ReplyNotDelivered notice => channel.GetText(TextName.ReplyNotDelivered, ("reason", notice.Reason), ("text", notice.Text)),
        ReplyDelayed notice => channel.GetText(TextName.ReplyDelayed, ("reason", notice.Reason)),
        FileLeftOut file => CommentFormatter.FormatMissingFile(channel, InternalNote.Word(file.Name), ClientFileFault.LeftOut, file.Url),
        FileNotForwarded file => channel.GetText(
            file.Reason == ForwardingRefusal.Malware ? TextName.AgentFileInfected : TextName.AgentFileTooLarge,
            ("name", InternalNote.Word(file.Name) ?? ""),
            ("limit", string.Create(CultureInfo.InvariantCulture, $"{maxFileBytes / (1024.0 * 1024.0):0.##} MB"))),
        _ => throw new InvalidOperationException($"{message.Kind} writes no internal note."),
    };

    private static string Format(ContextNote context, ChannelOptions channel) => InternalNote.Blocks(
    [
        .. Block(channel, TextName.ContextAttributes, ContextFormatter.FormatLines(context.Attributes)),
        .. Block(channel, TextName.ContextCustomData, ContextFormatter.FormatJson(context.CustomData)),
    ]);

    /// <summary>Only what changed. Often that is nothing: a bot may hand over just for another group.</summary>
    private static string Format(MoveTicket move, ChannelOptions channel) => InternalNote.Blocks(
    [
        channel.GetText(TextName.HandedOverAgain),
        .. Block(channel, TextName.ContextAttributes, ContextFormatter.FormatChanges(move.Attributes)),
        .. Block(channel, TextName.ContextCustomData, ContextFormatter.FormatChanges(move.CustomData)),
    ]);

    /// <summary>A part whose heading the channel's settings leave empty is left out.</summary>
    private static IEnumerable<string?> Block(ChannelOptions channel, TextName heading, string text) =>
        text.Length > 0 && channel.GetText(heading) is { Length: > 0 } words ? [words, InternalNote.Literally(text)] : [];
}
