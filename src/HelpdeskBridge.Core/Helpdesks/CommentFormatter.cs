using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Helpdesks;

/// <summary>Formats a batch of the client's messages as a comment. Each message begins on a new line, and a late message with its time.</summary>
internal static class CommentFormatter
{
    private static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(1);

    public static string Format(OutboundBatch batch, ChannelOptions channel)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(channel.TimeZone);
        return string.Join('\n', batch.Messages.Select(message => FormatMessage(message, batch, zone, channel)).OfType<string>());
    }

    private static string? FormatMessage(StoredMessage message, OutboundBatch batch, TimeZoneInfo zone, ChannelOptions channel)
    {
        var time = GetTime(message.AcceptedAt, batch.ClaimedAt, zone);
        return message.Body switch
        {
            ClientText text => time + text.Text,
            ClientFile file => time + FormatFile(file, batch.Files.GetValueOrDefault(message.Id), channel),
            _ => null,
        };
    }

    /// <summary>
    /// Formats a file that is not attached: its name, the reason and, on a line of its own, its link. The link may still work for the agent.
    /// </summary>
    public static string FormatMissingFile(ChannelOptions channel, string? name, ClientFileFault fault, string url) =>
        $"{channel.GetText(TextName.FileNotAttached, ("reason", channel.GetText(GetReason(fault))), ("name", name ?? ""))}\n{url}".TrimStart('\n');

    /// <summary>If the channel's text is empty, the name of the file stands alone, because a comment must not be empty.</summary>
    private static string FormatFile(ClientFile file, UploadedFile? uploaded, ChannelOptions channel)
    {
        var name = uploaded?.Name ?? file.Name ?? "";
        return uploaded is { Fault: { } fault } ? FormatMissingFile(channel, name, fault, file.Url)
            : channel.GetText(TextName.ClientFile, ("name", name)) is { Length: > 0 } text ? text
            : name;
    }

    private static TextName GetReason(ClientFileFault fault) => fault switch
    {
        ClientFileFault.Gone => TextName.FileGone,
        ClientFileFault.AccessRefused => TextName.FileAccessRefused,
        ClientFileFault.TooLarge => TextName.FileTooLarge,
        ClientFileFault.Forbidden => TextName.FileForbidden,
        ClientFileFault.Empty => TextName.FileEmpty,
        ClientFileFault.NotReached => TextName.FileNotReached,
        ClientFileFault.NotTaken or ClientFileFault.LeftOut => TextName.FileNotTaken,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    /// <summary>
    /// The time that is written before a late message. A message is late compared with the first claim of the batch, not with the current time, so
    /// that the comment stays the same when it is sent again.
    /// </summary>
    private static string GetTime(DateTimeOffset accepted, DateTimeOffset claimed, TimeZoneInfo zone)
    {
        if (claimed - accepted <= LateAfter)
            return "";
        var (written, sent) = (TimeZoneInfo.ConvertTime(accepted, zone), TimeZoneInfo.ConvertTime(claimed, zone));
        return written.ToString(written.Date == sent.Date ? "[HH:mm] " : "[yyyy-MM-dd HH:mm] ", CultureInfo.InvariantCulture);
    }
}
