using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Formats what the bridge's internal notes tell agents. The texts come from the channel's text catalogue. Hidden attributes are in no note.
/// </summary>
internal static class InternalNoteFormatter
{
    /// <param name="message">A message that becomes an internal note.</param>
    /// <param name="channel">The channel's settings.</param>
    /// <param name="maxFileBytes"><c>Bridge:MaxFileBytes</c>, which the note about a file that is too large names.</param>
    /// <param name="markup">How the helpdesk's notes are marked up.</param>
    /// <returns>The text of the note. Empty: the channel's settings disable it.</returns>
    public static string Format(MessageBody message, ChannelOptions channel, long maxFileBytes, NoteMarkup markup) => message switch
    {
        TranscriptNote note => JoinParagraphs(
            channel.GetText(note.IsContinued ? TextName.TranscriptContinued : TextName.Transcript), markup.CodeBlock(note.Text)),
        ContextNote context => Format(context, channel, markup),
        MoveTicket move => Format(move, channel, markup),
        ClientLeftNote left => JoinParagraphs(channel.GetText(TextName.ClientLeft), markup.CodeBlock(left.Text)),
        RatingNote rating => JoinParagraphs(
            channel.GetText(TextName.Rated, ("score", rating.Score.ToString(CultureInfo.InvariantCulture))), markup.CodeBlock(rating.Comment)),
        ReturnedNote returned => channel.GetText(TextName.Returned, ("tag", markup.InlineCode(returned.Tag) ?? "")),
        RequesterNote note => channel.GetText(
            TextName.RequesterNotTaken,
            ("keys", string.Join(", ", note.Keys.Select(key => channel.GetText(GetName(key))))),
            ("reason", channel.GetText(GetReason(note.Reason)))),
        IdleCloseNote => channel.GetText(TextName.IdleNote, ("time", channel.GetTime(channel.Close.IdleAfter))),
        LateReplyNote late => channel.GetText(TextName.ClientGone, ("text", late.Text)),
        ReplyNotDelivered { Text: null } notice => channel.GetText(TextName.CloseNotDelivered, ("reason", notice.Reason)),
        ReplyNotDelivered notice => channel.GetText(TextName.ReplyNotDelivered, ("reason", notice.Reason), ("text", notice.Text)),
        ReplyDelayed notice => channel.GetText(TextName.ReplyDelayed, ("reason", notice.Reason)),
        FileLeftOut file => CommentFormatter.FormatMissingFile(channel, markup.InlineCode(file.Name), ClientFileFault.LeftOut, file.Url),
        FileNotForwarded file => channel.GetText(
            file.Reason == ForwardingRefusal.Malware ? TextName.AgentFileInfected : TextName.AgentFileTooLarge,
            ("name", markup.InlineCode(file.Name) ?? ""),
            ("limit", string.Create(CultureInfo.InvariantCulture, $"{maxFileBytes / (1024.0 * 1024.0):0.##} MB"))),
        CommentNotForwarded comment => channel.GetText(TextName.CommentNotForwarded, ("reason", channel.GetText(GetReason(comment.Reason)))),
        _ => throw new InvalidOperationException($"{message.Kind} does not become an internal note."),
    };

    /// <summary>Joins paragraphs by an empty line. Blank ones are left out.</summary>
    public static string JoinParagraphs(params IEnumerable<string?> paragraphs) =>
        string.Join("\n\n", paragraphs.Where(paragraph => !string.IsNullOrWhiteSpace(paragraph)));

    private static TextName GetReason(CommentRefusal reason) => reason switch
    {
        CommentRefusal.Empty => TextName.CommentEmpty,
        CommentRefusal.Unreadable => TextName.CommentUnreadable,
        CommentRefusal.NotWritten => TextName.CommentNotWritten,
        CommentRefusal.NotByAgent => TextName.CommentNotByAgent,
        CommentRefusal.AboutMerge => TextName.CommentAboutMerge,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    private static TextName GetName(RequesterKey key) => key switch
    {
        RequesterKey.Email => TextName.RequesterEmail,
        RequesterKey.Phone => TextName.RequesterPhone,
        RequesterKey.ExternalId => TextName.RequesterExternalId,
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, null),
    };

    private static TextName GetReason(RequesterRefusal refusal) => refusal switch
    {
        RequesterRefusal.Invalid => TextName.RequesterInvalid,
        RequesterRefusal.Ambiguous => TextName.RequesterAmbiguous,
        RequesterRefusal.Contradiction => TextName.RequesterContradiction,
        RequesterRefusal.Staff => TextName.RequesterStaff,
        RequesterRefusal.Suspended => TextName.RequesterSuspended,
        RequesterRefusal.Refused => TextName.RequesterRefused,
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, null),
    };

    private static string Format(ContextNote context, ChannelOptions channel, NoteMarkup markup) => JoinParagraphs(
    [
        .. FormatSection(channel, markup, TextName.ContextAttributes, ContextFormatter.FormatLines(context.Attributes)),
        .. FormatSection(channel, markup, TextName.ContextCustomData, ContextFormatter.FormatJson(context.CustomData)),
    ]);

    /// <summary>Only what changed. Often nothing did: a bot may hand the chat over again only to choose another group.</summary>
    private static string Format(MoveTicket move, ChannelOptions channel, NoteMarkup markup) => JoinParagraphs(
    [
        channel.GetText(move.BeginsChat ? TextName.ChatBegunAgain : TextName.HandedOverAgain),
        .. FormatSection(channel, markup, TextName.ContextAttributes, ContextFormatter.FormatChanges(move.Attributes)),
        .. FormatSection(channel, markup, TextName.ContextCustomData, ContextFormatter.FormatChanges(move.CustomData)),
    ]);

    /// <summary>A heading and data below it. An empty heading in the channel's settings leaves the section out.</summary>
    private static IEnumerable<string?> FormatSection(ChannelOptions channel, NoteMarkup markup, TextName heading, string data) =>
        data.Length > 0 && channel.GetText(heading) is { Length: > 0 } title ? [title, markup.CodeBlock(data)] : [];
}
