using System.Globalization;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Channels;

/// <summary>Section <c>Channels:{channel}</c>: one JAICP operator channel.</summary>
public sealed class ChannelOptions
{
    /// <summary>Secret path segment of the API URL that is typed into JAICP; at least 24 URL-safe characters.</summary>
    /// <value>Required; has no default.</value>
    [Secret]
    public string Key { get; set; } = "";

    /// <summary>The key before the last change, accepted as well until JAICP has the new API URL.</summary>
    [Secret]
    public string? PreviousKey { get; set; }

    /// <summary>Name under <c>Helpdesks</c> of the account that serves this channel.</summary>
    /// <value>Required; has no default.</value>
    public string Helpdesk { get; set; } = "";

    /// <summary>Helpdesk group id that takes chats without a known destination; first in <c>getDestinations</c>.</summary>
    /// <value>Required; has no default.</value>
    public string DefaultDestination { get; set; } = "";

    /// <summary>The groups JAICP may choose from, with the names it shows.</summary>
    /// <value>Every group of the helpdesk when empty.</value>
    public DestinationOptions[] Destinations { get; set; } = [];

    /// <summary>Form of the <c>getDestinations</c> answer. JAICP's documentation does not show it; the drop-down in "Add group" fills only when it fits.</summary>
    /// <value>The default is <see cref="HelpdeskBridge.Channels.DestinationsShape.Object"/>.</value>
    public DestinationsShape DestinationsShape { get; set; }

    /// <summary>What <c>hasOnline</c> says while nobody's availability can be read.</summary>
    /// <value>The default is <see cref="HelpdeskBridge.Channels.WhenUnknown.Online"/>: a chat that waits is better than one refused.</value>
    public WhenUnknown WhenUnknown { get; set; }

    /// <summary>Calls per second taken from JAICP on this channel; more is answered 429.</summary>
    /// <value>The default is 200.</value>
    public int InboundPerSecond { get; set; } = 200;

    /// <summary>How tickets are opened.</summary>
    public TicketOptions Ticket { get; set; } = new();

    /// <summary>How conversations end and go on.</summary>
    public CloseOptions Close { get; set; } = new();

    /// <summary><c>Language</c> (en or ru) and, by name, texts shown to people instead of the built-in ones; an empty one is not said.</summary>
    public Dictionary<string, string> Texts { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Who speaks in notices and closes by automation.</summary>
    public SystemEmployeeOptions SystemEmployee { get; set; } = new();

    /// <summary>What becomes of an agent's text written after the chat was closed.</summary>
    /// <value>The default is <see cref="HelpdeskBridge.Channels.LateAgentMessages.Note"/>.</value>
    public LateAgentMessages LateAgentMessages { get; set; }

    /// <summary>IANA time zone of <see cref="HoursOptions.Open"/> and of the times given with late messages.</summary>
    /// <value>The default is UTC.</value>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Business hours of the channel. Outside them <c>hasOnline</c> is false, and a client whose conversation begins is told so.</summary>
    /// <value>Always open when absent.</value>
    public HoursOptions? Hours { get; set; }

    /// <summary>Fixed JAICP webhook, for when it shall not be taken from <c>setWebhook</c>.</summary>
    [Secret]
    public string? WebhookUrl { get; set; }
}

/// <summary>One agent group offered to JAICP.</summary>
public sealed class DestinationOptions
{
    /// <summary>Helpdesk group id.</summary>
    public string Id { get; set; } = "";

    /// <summary>Name shown in JAICP.</summary>
    /// <value>The group's own name when absent.</value>
    public string? Name { get; set; }
}

/// <summary>How tickets are opened.</summary>
public sealed class TicketOptions
{
    /// <summary>Subject of new tickets; <c>{userName}</c>, <c>{userId}</c> and <c>{channel}</c> are filled in.</summary>
    /// <value>The default is "Chat with {userName}".</value>
    public string Subject { get; set; } = "Chat with {userName}";

    /// <summary>Tags of new tickets.</summary>
    /// <value>The default is jaicp.</value>
    public string[] Tags { get; set; } = [];

    /// <summary>Ticket form id.</summary>
    public long? FormId { get; set; }

    /// <summary>Brand id.</summary>
    public long? BrandId { get; set; }

    /// <summary>low, normal, high or urgent.</summary>
    public string? Priority { get; set; }

    /// <summary>By the name of an attribute, hidden ones included, the id of the ticket field it goes into, or the word <c>tags</c>: then its values become tags of new tickets.</summary>
    /// <value>None by default.</value>
    public Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Stands in place of a field's id.</summary>
    public const string IntoTags = "tags";

    internal static readonly string[] DefaultTags = ["jaicp"];

    /// <summary>How long a hand-over waits for the client's first message before the ticket is opened with a placeholder.</summary>
    /// <value>The default is 3 seconds.</value>
    public TimeSpan WaitForFirstMessage { get; set; } = TimeSpan.FromSeconds(3);
}

/// <summary>How conversations end and go on.</summary>
public sealed class CloseOptions
{
    /// <summary>Ticket status set when the client leaves the chat.</summary>
    /// <value>The default is solved.</value>
    public string StatusOnClientClose { get; set; } = "solved";

    /// <summary>How long after its end a conversation goes on in its ticket when the client writes again without a new hand-over.</summary>
    /// <value>The default is 10 minutes.</value>
    public TimeSpan ReopenWithin { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Silence of both sides after which a conversation is closed; not while a message still waits for delivery.</summary>
    /// <value>Off when absent.</value>
    public TimeSpan? IdleAfter { get; set; }
}

/// <summary>The employee JAICP sees where no agent acted.</summary>
public sealed class SystemEmployeeOptions
{
    /// <summary>Employee id.</summary><value>The default is system.</value>
    public string Id { get; set; } = "system";

    /// <summary>First name.</summary><value>The default is Support.</value>
    public string FirstName { get; set; } = "Support";

    /// <summary>Last name.</summary><value>Empty by default.</value>
    public string LastName { get; set; } = "";

    /// <summary>Absolute address of a picture.</summary><value>Empty by default.</value>
    public string AvatarUrl { get; set; } = "";
}

/// <summary>Business hours of a channel: one of the two.</summary>
public sealed class HoursOptions
{
    /// <summary>A schedule kept in Zendesk, with its holidays; read every hour. Open until it was read once.</summary>
    public long? ZendeskScheduleId { get; set; }

    /// <summary>Opening times, such as "Mon-Fri 09:00-18:00", "Sat,Sun 10:00-14:00" or over midnight "Fri 22:00-02:00", in the channel's <c>TimeZone</c>.</summary>
    public string[] Open { get; set; } = [];

    /// <summary>The helpdesk's schedule, whichever product it is.</summary>
    internal string? ScheduleId => ZendeskScheduleId?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Form of the <c>getDestinations</c> answer.</summary>
public enum DestinationsShape
{
    /// <summary><c>{"destinations":[…]}</c></summary>
    Object,

    /// <summary><c>[…]</c></summary>
    Array,
}

/// <summary>What <c>hasOnline</c> says while availability can't be read.</summary>
public enum WhenUnknown
{
    /// <summary>Somebody is there.</summary>
    Online,

    /// <summary>Nobody is there.</summary>
    Offline,
}

/// <summary>What becomes of an agent's text written after the chat was closed.</summary>
public enum LateAgentMessages
{
    /// <summary>An internal note tells the agent that the client has left.</summary>
    Note,

    /// <summary>The text is sent to the client all the same.</summary>
    Deliver,
}
