namespace HelpdeskBridge.Tests.Contract;

/// <summary>What not every helpdesk can do.</summary>
internal enum DeskAbility
{
    /// <summary>A ticket can be closed so that it takes nothing any more.</summary>
    ClosesForGood,

    /// <summary>A ticket can be merged into another one.</summary>
    Merges,
}

/// <summary>The helpdesk of a test, from its agents' side and not through the bridge: what they do, and what is in its tickets.</summary>
internal abstract class ContractDesk : IAsyncDisposable
{
    /// <summary>Its address.</summary>
    public abstract Uri Url { get; }

    /// <summary>The ids and names of two groups. The first one is the channel's default destination.</summary>
    public abstract IReadOnlyList<(string Id, string Name)> Groups { get; }

    /// <summary>The name of the agent who acts.</summary>
    public abstract string AgentName { get; }

    /// <summary>Why it can't do something.</summary>
    /// <returns>Null: it can.</returns>
    public virtual string? ExplainLack(DeskAbility ability) => null;

    /// <summary>Whether a request, given by method and path, opens a ticket.</summary>
    public abstract bool OpensTicket(string requestLine);

    /// <summary>Whether a request, given by method and path, writes a comment into a ticket.</summary>
    public abstract bool WritesComment(string requestLine);

    /// <summary>The tickets of which the client of channel "shop" is the requester, oldest first, without deleted ones.</summary>
    public abstract Task<IReadOnlyList<string>> FindTicketsAsync(string user);

    public abstract Task<ContractTicket> ReadAsync(string ticketId);

    /// <summary>The files of a ticket by name.</summary>
    public abstract Task<IReadOnlyDictionary<string, byte[]>> ReadFilesAsync(string ticketId);

    public abstract Task<string> ReadRequesterNameAsync(string requesterId);

    /// <summary>An agent answers the client.</summary>
    public abstract Task AnswerAsync(string ticketId, string text);

    /// <summary>An agent answers the client with a text and a file.</summary>
    public abstract Task AnswerWithFileAsync(string ticketId, string text, string name, byte[] content);

    /// <summary>An agent writes an internal note.</summary>
    public abstract Task NoteAsync(string ticketId, string text);

    public abstract Task SolveAsync(string ticketId);

    public virtual Task CloseForGoodAsync(string ticketId) => throw new NotSupportedException(ExplainLack(DeskAbility.ClosesForGood));

    public abstract Task DeleteAsync(string ticketId);

    public virtual Task MergeAsync(string ticketId, string into) => throw new NotSupportedException(ExplainLack(DeskAbility.Merges));

    public abstract ValueTask DisposeAsync();
}

/// <summary>A ticket as its agents see it.</summary>
/// <param name="IsOpen">Whether it is new or open.</param>
/// <param name="IsSolved">Whether it is solved and not closed for good.</param>
/// <param name="GroupId">Its group.</param>
/// <param name="RequesterId">Its requester.</param>
/// <param name="Comments">Its first text and every comment, in order.</param>
internal sealed record ContractTicket(
    bool IsOpen, bool IsSolved, string GroupId, string RequesterId, IReadOnlyList<ContractComment> Comments)
{
    /// <summary>What the bridge wrote for the client, in order.</summary>
    public string Words => GetTexts(isPublic: true);

    /// <summary>The bridge's internal notes.</summary>
    public string Notes => GetTexts(isPublic: false);

    private string GetTexts(bool isPublic) =>
        string.Join('\n', Comments.Where(comment => comment.IsByBridge && comment.IsPublic == isPublic).Select(comment => comment.Text));
}

/// <summary>A comment of a ticket.</summary>
internal sealed record ContractComment(bool IsPublic, bool IsByBridge, string Text);
