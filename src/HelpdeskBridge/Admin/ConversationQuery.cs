using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin;

/// <summary>The query of the list of conversations, as the form of the page sends it.</summary>
internal sealed class ConversationQuery
{
    private const string OpenState = "open";
    private const string EndedState = "ended";

    public string? Channel { get; init; }

    /// <summary>"open", "ended" or both.</summary>
    public string? State { get; init; }

    public string? User { get; init; }

    public string? Ticket { get; init; }

    /// <summary>Anything: only those in which a message waits.</summary>
    public string? Waiting { get; init; }

    /// <summary>Anything: only those with dead letters.</summary>
    public string? Dead { get; init; }

    public string? Cursor { get; init; }

    public ConversationSearch ToSearch() => new()
    {
        Channel = PageQuery.Normalize(Channel),
        UserId = PageQuery.Normalize(User),
        TicketId = PageQuery.Normalize(Ticket),
        Phase = State switch { OpenState => Phase.Open, EndedState => Phase.Ended, _ => null },
        IsWaiting = Waiting is not null,
        HasDeadLetters = Dead is not null,
    };

    public SearchForm ToForm() => new(Channel ?? "", State ?? "", User ?? "", Ticket ?? "", Waiting is not null, Dead is not null);

    /// <summary>The same search, from another cursor on.</summary>
    public string ToQuery(string cursor) => PageQuery.Create(
        ("channel", Channel), ("state", State), ("user", User), ("ticket", Ticket), ("waiting", Waiting), ("dead", Dead), ("cursor", cursor));
}
