using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Helpdesks;

/// <summary>What a batch of the client's messages reads like in a comment: each on its own line, late ones with their time.</summary>
internal static class CommentFormatter
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    public static string Format(OutboundBatch batch, ChannelOptions channel)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(channel.TimeZone);
        return string.Join('\n', batch.Messages.Select(message => Line(message, batch, zone, channel)).OfType<string>());
    }

    private static string? Line(StoredMessage message, OutboundBatch batch, TimeZoneInfo zone, ChannelOptions channel) => message.Body switch
    {
        ClientText text => GetTime(message.AcceptedAt, batch.ClaimedAt, zone) + text.Text,
        ClientFile file => GetTime(message.AcceptedAt, batch.ClaimedAt, zone) + FileLine(file, batch.Files.GetValueOrDefault(message.Id), channel),
        _ => null,
    };

    /// <summary>The line of a file that is not attached: which, why, and its link, which may still work for whoever reads it.</summary>
    public static string NotAttached(ChannelOptions channel, string? name, ClientFileFault fault, string url) =>
        $"{channel.Say(TextName.FileNotAttached, ("reason", channel.Say(GetReason(fault))), ("name", name ?? ""))}\n{url}".TrimStart('\n');

    /// <summary>Never empty, as a comment must not be: where the channel has no words for it, the name stands alone.</summary>
    private static string FileLine(ClientFile file, UploadedFile? carried, ChannelOptions channel)
    {
        var name = carried?.Name ?? file.Name ?? "";
        return carried is { Fault: { } fault } ? NotAttached(channel, name, fault, file.Url)
            : channel.Say(TextName.ClientFile, ("name", name)) is { Length: > 0 } words ? words
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

    /// <summary>Compared with the moment the batch was first claimed, not with now, so that it reads the same when it is sent again.</summary>
    private static string GetTime(DateTimeOffset accepted, DateTimeOffset claimed, TimeZoneInfo zone)
    {
        if (claimed - accepted <= Late)
            return "";
        var (said, sent) = (TimeZoneInfo.ConvertTime(accepted, zone), TimeZoneInfo.ConvertTime(claimed, zone));
        return said.ToString(said.Date == sent.Date ? "[HH:mm] " : "[yyyy-MM-dd HH:mm] ", CultureInfo.InvariantCulture);
    }
}
