using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>
/// Formats what the bridge's internal notes tell agents. The texts come from the channel's text catalogue. Hidden attributes are in no note.
/// </summary>
internal static class InternalNoteFormatter
{
    /// <param name="message">A message that becomes an internal note.</param>
    /// <param name="channel">The channel's settings.</param>
    /// <param name="maxFileBytes"><c>Bridge:MaxFileBytes</c>, which the note about a file that is too large names.</param>
    /// <returns>The text of the note. Empty: the channel's settings disable it.</returns>
    public static string Format(MessageBody message, ChannelOptions channel, long maxFileBytes) => message switch
    {
        ContextNote context => Format(context, channel),
        MoveTicket move => Format(move, channel),
        ClientLeftNote left => InternalNote.JoinParagraphs(channel.GetText(TextName.ClientLeft), InternalNote.CodeBlock(left.Text)),
        RatingNote rating => InternalNote.JoinParagraphs(
            channel.GetText(TextName.Rated, ("score", rating.Score.ToString(CultureInfo.InvariantCulture))), InternalNote.CodeBlock(rating.Comment)),
        IdleCloseNote => channel.GetText(TextName.IdleNote),
        LateReplyNote late => channel.GetText(TextName.ClientGone, ("text", late.Text)),
        ReplyNotDelivered { Text: null } notice => channel.GetText(TextName.CloseNotDelivered, ("reason", notice.Reason)),
        ReplyNotDelivered notice => channel.GetText(TextName.ReplyNotDelivered, ("reason", notice.Reason), ("text", notice.Text)),
        ReplyDelayed notice => channel.GetText(TextName.ReplyDelayed, ("reason", notice.Reason)),
        FileLeftOut file => CommentFormatter.FormatMissingFile(channel, InternalNote.InlineCode(file.Name), ClientFileFault.LeftOut, file.Url),
        FileNotForwarded file => channel.GetText(
            file.Reason == ForwardingRefusal.Malware ? TextName.AgentFileInfected : TextName.AgentFileTooLarge,
            ("name", InternalNote.InlineCode(file.Name) ?? ""),
            ("limit", string.Create(CultureInfo.InvariantCulture, $"{maxFileBytes / (1024.0 * 1024.0):0.##} MB"))),
        CommentNotForwarded comment => channel.GetText(TextName.CommentNotForwarded, ("reason", channel.GetText(GetReason(comment.Reason)))),
        _ => throw new InvalidOperationException($"{message.Kind} does not become an internal note."),
    };

    private static TextName GetReason(CommentRefusal reason) => reason switch
    {
        CommentRefusal.Empty => TextName.CommentEmpty,
        CommentRefusal.Unreadable => TextName.CommentUnreadable,
        CommentRefusal.NotWritten => TextName.CommentNotWritten,
        CommentRefusal.NotByAgent => TextName.CommentNotByAgent,
        CommentRefusal.AboutMerge => TextName.CommentAboutMerge,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    private static string Format(ContextNote context, ChannelOptions channel) => InternalNote.JoinParagraphs(
    [
        .. FormatSection(channel, TextName.ContextAttributes, ContextFormatter.FormatLines(context.Attributes)),
        .. FormatSection(channel, TextName.ContextCustomData, ContextFormatter.FormatJson(context.CustomData)),
    ]);

    /// <summary>Only what changed. Often nothing did: a bot may hand the chat over again only to choose another group.</summary>
    private static string Format(MoveTicket move, ChannelOptions channel) => InternalNote.JoinParagraphs(
    [
        channel.GetText(TextName.HandedOverAgain),
        .. FormatSection(channel, TextName.ContextAttributes, ContextFormatter.FormatChanges(move.Attributes)),
        .. FormatSection(channel, TextName.ContextCustomData, ContextFormatter.FormatChanges(move.CustomData)),
    ]);

    /// <summary>A heading and data below it. An empty heading in the channel's settings leaves the section out.</summary>
    private static IEnumerable<string?> FormatSection(ChannelOptions channel, TextName heading, string data) =>
        data.Length > 0 && channel.GetText(heading) is { Length: > 0 } title ? [title, InternalNote.CodeBlock(data)] : [];
}
