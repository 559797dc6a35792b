using System.Globalization;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>What of the channel's settings differs from run to run.</summary>
/// <param name="ReusesTicket">A new hand-over goes into the client's ticket that is not closed.</param>
/// <param name="ReturnsToBot">Agents give chats back to the bot.</param>
/// <param name="HasRatingField">The score of a rating goes into a field; otherwise it becomes a tag.</param>
internal sealed record ChannelFeatures(bool ReusesTicket = false, bool ReturnsToBot = false, bool HasRatingField = false)
{
    /// <summary>Gives a chat back to the bot.</summary>
    public const string ReturnTag = "back_to_bot";

    /// <summary>The ticket field that the bot's script sets.</summary>
    public const long OrderField = 701;

    /// <summary>The ticket field for the score of a rating.</summary>
    public const long RatingField = 702;

    private const string Reuse = "Channels:shop:Ticket:Reuse";
    private const string Tag = "Channels:shop:ReturnToBot:Tag";
    private const string Field = "Channels:shop:Ticket:Fields:rating";

    public Dictionary<string, string> Settings
    {
        get
        {
            var settings = new Dictionary<string, string>();
            if (ReusesTicket)
            {
                // A text that comes later begins a conversation of its own, with another ticket. Only hand-overs do not.
                (settings[Reuse], settings["Channels:shop:Close:ReopenWithin"]) = ("WhileOpen", "1.00:00:00");
            }

            if (ReturnsToBot)
                settings[Tag] = ReturnTag;
            if (HasRatingField)
                settings[Field] = RatingField.ToString(CultureInfo.InvariantCulture);
            return settings;
        }
    }

    /// <summary>Eight seeds in a row have all combinations; 7 reuses tickets and returns chats, 8 does neither.</summary>
    public static ChannelFeatures Choose(int seed) =>
        new(ReusesTicket: (seed & 1) != 0, ReturnsToBot: (seed & 2) != 0, HasRatingField: (seed & 4) == 0);

    public static ChannelFeatures Read(IReadOnlyDictionary<string, string> settings) =>
        new(settings.ContainsKey(Reuse), settings.ContainsKey(Tag), settings.ContainsKey(Field));
}
