namespace HelpdeskBridge.Channels;

/// <summary>Section <c>Channels:{channel}:Ticket</c>: settings of new tickets.</summary>
public sealed class TicketOptions
{
    /// <summary>The subject of new tickets, with the placeholders <c>{userName}</c>, <c>{userId}</c> and <c>{channel}</c>.</summary>
    /// <value>The default is "Chat with {userName}".</value>
    public string Subject { get; set; } = "Chat with {userName}";

    /// <summary>The tags of new tickets.</summary>
    /// <value>The default is jaicp.</value>
    public string[] Tags { get; set; } = [];

    /// <summary>The id of the ticket form. Zendesk only.</summary>
    /// <value>The default form of the helpdesk when absent.</value>
    public long? FormId { get; set; }

    /// <summary>The id of the brand. Zendesk only.</summary>
    /// <value>The default brand of the helpdesk when absent.</value>
    public long? BrandId { get; set; }

    /// <summary>The priority of new tickets: low, normal, high or urgent.</summary>
    /// <value>None by default.</value>
    public string? Priority { get; set; }

    /// <summary>
    /// Maps an attribute from the bot, by its name, to the id of a ticket field; for Request Tracker, to the id or name of a custom field. For
    /// Zendesk, the word <c>tags</c> in place of an id makes tags of new tickets from the attribute's values. Hidden attributes can be mapped too.
    /// </summary>
    /// <value>None by default.</value>
    public Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>The word that stands in <see cref="Fields"/> in place of an id.</summary>
    public const string IntoTags = "tags";

    internal static readonly string[] DefaultTags = ["jaicp"];

    /// <summary>Whether a new hand-over goes into the client's last ticket, with a note, as long as that is not closed.</summary>
    /// <value>The default is <see cref="HelpdeskBridge.Channels.TicketReuse.Never"/>.</value>
    public TicketReuse Reuse { get; set; }

    /// <summary>How long a hand-over waits for the client's first message. After that the ticket is opened with a placeholder as its text.</summary>
    /// <value>The default is 3 seconds.</value>
    public TimeSpan WaitForFirstMessage { get; set; } = TimeSpan.FromSeconds(3);

    internal TicketOptions WithoutHelpdesk() =>
        new() { Subject = Subject, Tags = Tags, Priority = Priority, WaitForFirstMessage = WaitForFirstMessage };
}

/// <summary>Whether a new hand-over goes into the client's last ticket.</summary>
public enum TicketReuse
{
    /// <summary>Each chat has a ticket of its own.</summary>
    Never,

    /// <summary>The ticket of the client's last chat in this channel is used again, also a solved one, unless it is closed or deleted.</summary>
    WhileOpen,
}
