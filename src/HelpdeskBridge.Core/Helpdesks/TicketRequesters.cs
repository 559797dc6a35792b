using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Remembers who the requester of a conversation's ticket is where the bot names the helpdesk's own user. This is decided when a ticket is opened,
/// and stored before, so that it is known after a lost response. A conversation without a record has the bridge's own user.
/// </summary>
internal sealed class TicketRequesters(IDatabase database, ChannelRegistry channels)
{
    /// <summary>Chooses the requester for a ticket that is opened.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="ownPrefix">What the names of the bridge's own users begin with.</param>
    /// <param name="find">Finds or makes the helpdesk's user. It is not called where the bot names nobody.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<RequesterChoice> ChooseAsync(
        Conversation conversation, string ownPrefix, Func<RequesterValues, Task<RequesterChoice>> find, CancellationToken cancellationToken)
    {
        var values = RequesterValues.Read(conversation.Context, channels.Get(conversation).Requester, ownPrefix);
        var choice = values switch
        {
            { IsEmpty: true } => new RequesterChoice(),
            { Invalid: { Count: > 0 } invalid } => new RequesterChoice { Note = new RequesterNote(RequesterRefusal.Invalid, invalid) },
            _ => await find(values),
        };
        if (choice.Failed is null)
            await SaveAsync(conversation, choice, cancellationToken);
        return choice;
    }

    /// <summary>The helpdesk refused the user, so the bridge's own one is the requester.</summary>
    /// <returns>What the agent is told.</returns>
    public async Task<RequesterNote> RefuseAsync(Conversation conversation, string ownPrefix, CancellationToken cancellationToken)
    {
        var values = RequesterValues.Read(conversation.Context, channels.Get(conversation).Requester, ownPrefix);
        var note = new RequesterNote(RequesterRefusal.Refused, values.Keys);
        await SaveAsync(conversation, new RequesterChoice { Note = note }, cancellationToken);
        return note;
    }

    /// <summary>Another user is the requester from now on; null: the bridge's own one.</summary>
    public Task ReplaceAsync(Conversation conversation, string? id, CancellationToken cancellationToken) =>
        SaveAsync(conversation, new RequesterChoice { Id = id }, cancellationToken);

    /// <returns>The helpdesk's own user; null: the requester is the bridge's own one.</returns>
    public async Task<string?> FindAsync(Conversation conversation, CancellationToken cancellationToken) =>
        await ReadAsync(conversation, cancellationToken) is { RequesterId: { Length: > 0 } id } ? id : null;

    /// <summary>What the agent is told about the requester of the ticket; null: nothing.</summary>
    public async Task<RequesterNote?> FindNoteAsync(Conversation conversation, CancellationToken cancellationToken) =>
        await ReadAsync(conversation, cancellationToken) is { Note: { } note }
            ? MessageBody.Parse(note, Direction.ToHelpdesk) as RequesterNote
            : null;

    private Task<TicketRequester?> ReadAsync(Conversation conversation, CancellationToken cancellationToken) =>
        database.ReadAsync(store => store.Requesters.FindOfConversationAsync(conversation.Id), cancellationToken);

    /// <summary>Nothing is written where nothing changes, which is nearly always.</summary>
    private async Task SaveAsync(Conversation conversation, RequesterChoice choice, CancellationToken cancellationToken)
    {
        var wanted = choice is { Id: null, Note: null } ? null : new TicketRequester(choice.Id ?? "", choice.Note?.ToJson());
        if (await ReadAsync(conversation, cancellationToken) == wanted)
            return;
        await database.WriteAsync(store => store.Requesters.SaveOfConversationAsync(conversation.Id, wanted), cancellationToken);
    }
}

/// <summary>The requester for a ticket. Without any member: the bridge's own user, because the bot names nobody.</summary>
internal sealed record RequesterChoice
{
    /// <summary>The helpdesk's own user.</summary>
    public string? Id { get; init; }

    /// <summary>Why it is the bridge's own user although the bot names another one.</summary>
    public RequesterNote? Note { get; init; }

    /// <summary>What becomes of the message, because it can't be said now who the requester is.</summary>
    public DeliveryOutcome? Failed { get; init; }
}
