using System.Globalization;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Delivery;
using HelpdeskBridge.Settings;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Texts;

namespace HelpdeskBridge.Helpdesk;

/// <summary>What a batch of the client's messages reads like in a comment: each on its own line, late ones with their time.</summary>
internal static class ClientWords
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    public static string Of(LaneBatch batch, ChannelOptions channel)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(channel.TimeZone);
        return string.Join('\n', batch.Batch.Select(message => Line(message, batch.ClaimedAt, zone, channel)).OfType<string>());
    }

    private static string? Line(StoredMessage message, DateTimeOffset claimedAt, TimeZoneInfo zone, ChannelOptions channel) => message.Body switch
    {
        ClientText text => TimeOf(message.AcceptedAt, claimedAt, zone) + text.Text,
        ClientFile file => $"{TimeOf(message.AcceptedAt, claimedAt, zone)}{channel.Say(TextName.ClientFile, ("name", file.Name ?? ""))}\n{file.Url}".TrimStart('\n'),
        _ => null,
    };

    /// <summary>Compared with the moment the batch was first claimed, not with now, so that it reads the same when it is sent again.</summary>
    private static string TimeOf(DateTimeOffset accepted, DateTimeOffset claimed, TimeZoneInfo zone)
    {
        if (claimed - accepted <= Late)
            return "";
        var (said, sent) = (TimeZoneInfo.ConvertTime(accepted, zone), TimeZoneInfo.ConvertTime(claimed, zone));
        return said.ToString(said.Date == sent.Date ? "[HH:mm] " : "[yyyy-MM-dd HH:mm] ", CultureInfo.InvariantCulture);
    }
}
