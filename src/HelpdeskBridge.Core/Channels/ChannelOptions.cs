using System.Globalization;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Channels;

/// <summary>Section <c>Channels:{channel}</c>: one JAICP operator channel.</summary>
public sealed class ChannelOptions
{
    /// <summary>The secret path segment of the API URL that is entered in JAICP; at least 24 URL-safe characters.</summary>
    /// <value>Required; has no default.</value>
    [Secret]
    public string Key { get; set; } = "";

    /// <summary>The previous key. It is accepted too, until JAICP has the new API URL.</summary>
    /// <value>None by default.</value>
    [Secret]
    public string? PreviousKey { get; set; }

    /// <summary>The name, under <c>Helpdesks</c>, of the account that serves this channel.</summary>
    /// <value>Required; has no default.</value>
    public string Helpdesk { get; set; } = "";

    /// <summary>The id of the helpdesk group for chats without a known destination. It is the first one in <c>getDestinations</c>.</summary>
    /// <value>Required; has no default.</value>
    public string DefaultDestination { get; set; } = "";

    /// <summary>The groups that JAICP can choose from, with the names it shows.</summary>
    /// <value>Every group of the helpdesk when empty.</value>
    public DestinationOptions[] Destinations { get; set; } = [];

    /// <summary>
    /// The format of the <c>getDestinations</c> response. JAICP does not document it. The drop-down list in "Add group" stays empty when the format
    /// is wrong.
    /// </summary>
    /// <value>The default is <see cref="HelpdeskBridge.Channels.DestinationsShape.Object"/>.</value>
    public DestinationsShape DestinationsShape { get; set; }

    /// <summary>The value of <c>hasOnline</c> while the availability of agents can't be read.</summary>
    /// <value>The default is <see cref="HelpdeskBridge.Channels.WhenUnknown.Online"/>: a waiting chat is better than a refused one.</value>
    public WhenUnknown WhenUnknown { get; set; }

    /// <summary>
    /// Whether <c>hasOnline</c> is true only for groups in which an agent has room for one more chat: by the helpdesk's capacity figures, where its
    /// plan has them; otherwise as long as the bridge has fewer open chats in the group than agents of it are online. Chats whose tickets are pending
    /// or on hold don't count. Where nothing is known about this, and in Request Tracker, it changes nothing.
    /// </summary>
    /// <value>The default is false.</value>
    public bool CountCapacity { get; set; }

    /// <summary>
    /// How many calls per second are accepted on this channel, from JAICP and from the bot's script. Further ones are answered with 429.
    /// </summary>
    /// <value>The default is 200.</value>
    public int InboundPerSecond { get; set; } = 200;

    /// <summary>Settings of new tickets.</summary>
    public TicketOptions Ticket { get; set; } = new();

    /// <summary>Attributes from which the helpdesk's own user is found.</summary>
    public RequesterOptions Requester { get; set; } = new();

    /// <summary>How conversations end and are reopened.</summary>
    public CloseOptions Close { get; set; } = new();

    /// <summary>
    /// The <c>Language</c> of the texts, and texts by name that replace the built-in ones. An empty text is not sent or written. Where a text has a
    /// number, it may have forms for it: <c>{count, plural, one {# hour} other {# hours}}</c>.
    /// </summary>
    /// <value>The default language is en.</value>
    public Dictionary<string, string> Texts { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The language in which the bridge writes to a client.</summary>
    public LanguageOptions Language { get; set; } = new();

    /// <summary>How an agent gives a chat back to the bot without solving the ticket.</summary>
    public ReturnToBotOptions ReturnToBot { get; set; } = new();

    /// <summary>What happens to a ticket that no agent has answered for some time, in the order of these times.</summary>
    /// <value>Nothing by default.</value>
    public EscalationOptions[] Escalations { get; set; } = [];

    /// <summary>The employee that JAICP shows for notices of the bridge, and for chats that no agent closed.</summary>
    public SystemEmployeeOptions SystemEmployee { get; set; } = new();

    /// <summary>What happens to an agent's message that is written after the chat was closed.</summary>
    /// <value>The default is <see cref="HelpdeskBridge.Channels.LateAgentMessages.Note"/>.</value>
    public LateAgentMessages LateAgentMessages { get; set; }

    /// <summary>The IANA time zone of <see cref="HoursOptions.Open"/>, and of the times that are written before late messages.</summary>
    /// <value>The default is UTC.</value>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>
    /// The business hours of the channel. Outside them <c>hasOnline</c> is false, and a client who begins a conversation gets a notice.
    /// </summary>
    /// <value>Always open when absent.</value>
    public HoursOptions? Hours { get; set; }

    /// <summary>
    /// The key with which the bot's own script asks about a chat and rates it, under <c>/bot/{channel}</c>; at least 24 URL-safe characters.
    /// </summary>
    /// <value>None by default: there is nothing at that address.</value>
    [Secret]
    public string? BotKey { get; set; }

    /// <summary>A fixed address of JAICP's webhook, instead of the one that JAICP sets with <c>setWebhook</c>.</summary>
    /// <value>None by default.</value>
    [Secret]
    public string? WebhookUrl { get; set; }

    /// <summary>These settings without what they name in the helpdesk: groups, fields, a form and a brand.</summary>
    /// <param name="destination">The group of a conversation in another helpdesk.</param>
    internal ChannelOptions WithoutHelpdesk(string destination)
    {
        var other = (ChannelOptions)MemberwiseClone();
        (other.DefaultDestination, other.Destinations, other.Ticket) = (destination, [], Ticket.WithoutHelpdesk());
        return other;
    }
}

/// <summary>A group of agents that JAICP can choose.</summary>
public sealed class DestinationOptions
{
    /// <summary>The id of the helpdesk group.</summary>
    /// <value>Required; has no default.</value>
    public string Id { get; set; } = "";

    /// <summary>The name that JAICP shows.</summary>
    /// <value>The group's own name when absent.</value>
    public string? Name { get; set; }
}

/// <summary>Section <c>Channels:{channel}:Close</c>: how conversations end and are reopened.</summary>
public sealed class CloseOptions
{
    /// <summary>The status that the ticket gets when the client leaves the chat.</summary>
    /// <value>The default is solved.</value>
    public string StatusOnClientClose { get; set; } = "solved";

    /// <summary>How long after its end a conversation is reopened in its ticket when the client writes without a new hand-over.</summary>
    /// <value>The default is 10 minutes.</value>
    public TimeSpan ReopenWithin { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A conversation is closed when nobody has written for this time. It is not closed while a message still waits for delivery.
    /// </summary>
    /// <value>Conversations are not closed for this reason when absent.</value>
    public TimeSpan? IdleAfter { get; set; }
}

/// <summary>Section <c>Channels:{channel}:ReturnToBot</c>: how an agent gives a chat back to the bot without solving the ticket.</summary>
public sealed class ReturnToBotOptions
{
    /// <summary>
    /// The tag that gives the chat of a ticket back to the bot, set by hand, by a macro or by a trigger. The ticket keeps its status, and the next
    /// hand-over takes the tag away. Request Tracker has no tags: there it is a custom field and its value, such as "Chat=bot".
    /// </summary>
    /// <value>None by default: a chat ends when its ticket is solved.</value>
    public string? Tag { get; set; }
}

/// <summary>Section <c>Channels:{channel}:SystemEmployee</c>: the employee that JAICP shows where no agent acted.</summary>
public sealed class SystemEmployeeOptions
{
    /// <summary>Employee id.</summary><value>The default is system.</value>
    public string Id { get; set; } = "system";

    /// <summary>First name.</summary><value>The default is Support.</value>
    public string FirstName { get; set; } = "Support";

    /// <summary>Last name.</summary><value>Empty by default.</value>
    public string LastName { get; set; } = "";

    /// <summary>The absolute address of a picture.</summary><value>Empty by default.</value>
    public string AvatarUrl { get; set; } = "";
}

/// <summary>Section <c>Channels:{channel}:Hours</c>: business hours. Only one of the two settings can be used.</summary>
public sealed class HoursOptions
{
    /// <summary>
    /// The id of a schedule in Zendesk, which is used with its holidays. It is read every hour; the channel is open until it was read once.
    /// </summary>
    public long? ZendeskScheduleId { get; set; }

    /// <summary>
    /// Opening times in the channel's <c>TimeZone</c>, such as "Mon-Fri 09:00-18:00", "Sat,Sun 10:00-14:00" or, across midnight, "Fri 22:00-02:00".
    /// </summary>
    public string[] Open { get; set; } = [];

    /// <summary>The id of the helpdesk's schedule, whichever product the helpdesk is.</summary>
    internal string? ScheduleId => ZendeskScheduleId?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The format of the <c>getDestinations</c> response.</summary>
public enum DestinationsShape
{
    /// <summary><c>{"destinations":[…]}</c></summary>
    Object,

    /// <summary><c>[…]</c></summary>
    Array,
}

/// <summary>The value of <c>hasOnline</c> while the availability of agents can't be read.</summary>
public enum WhenUnknown
{
    /// <summary><c>hasOnline</c> is true.</summary>
    Online,

    /// <summary><c>hasOnline</c> is false.</summary>
    Offline,
}

/// <summary>What happens to an agent's message that is written after the chat was closed.</summary>
public enum LateAgentMessages
{
    /// <summary>An internal note tells the agent that the client has left.</summary>
    Note,

    /// <summary>The message is sent to the client all the same.</summary>
    Deliver,
}
