using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.RequestTracker.Api;

namespace HelpdeskBridge.RequestTracker.Users;

/// <summary>The requestor of a new ticket.</summary>
/// <param name="Id">The user's number; null: there is none.</param>
/// <param name="IsStored">Whether it was known before, so that it may be gone since.</param>
/// <param name="Failed">What becomes of the message, because it can't be said now; null: the ticket can be opened.</param>
internal sealed record TicketRequestor(string? Id, bool IsStored, DeliveryOutcome? Failed)
{
    /// <summary>Whether it is a user whom the bot names.</summary>
    public bool IsPerson { get; init; }

    /// <summary>What the agent is told about it; null: nothing.</summary>
    public RequesterNote? Note { get; init; }
}

/// <summary>
/// Chooses the requestor when a ticket is opened: the user whom the bot names, or the bridge's user for this client. What the client writes after
/// that is written by the bridge's user in any case.
/// </summary>
internal sealed class TicketRequestors(ClientUsers own, PersonFinder persons, TicketRequesters requesters)
{
    public async Task<TicketRequestor> ChooseAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        var choice = await requesters.ChooseAsync(
            conversation, RtIds.UserPrefix, values => persons.FindOrCreateAsync(conversation, values, cancellationToken), cancellationToken);
        if (choice.Failed is not null)
            return new TicketRequestor(null, false, choice.Failed);
        return choice.Id is { } id
            ? new TicketRequestor(id, IsStored: true, Failed: null) { IsPerson = true }
            : await GetOwnAsync(conversation, cancellationToken) with { Note = choice.Note };
    }

    /// <summary>Request Tracker did not take the requestor of a ticket: another one for it.</summary>
    public async Task<TicketRequestor> ReplaceAsync(Conversation conversation, TicketRequestor refused, CancellationToken cancellationToken)
    {
        if (!refused.IsPerson)
        {
            await own.ForgetAsync(conversation.Client, cancellationToken);
            return await GetOwnAsync(conversation, cancellationToken) with { Note = refused.Note };
        }

        var note = await requesters.RefuseAsync(conversation, RtIds.UserPrefix, cancellationToken);
        return await GetOwnAsync(conversation, cancellationToken) with { Note = note };
    }

    /// <summary>What the agent is told about a ticket that an earlier attempt opened.</summary>
    public Task<RequesterNote?> FindNoteAsync(Conversation conversation, CancellationToken cancellationToken) =>
        requesters.FindNoteAsync(conversation, cancellationToken);

    private async Task<TicketRequestor> GetOwnAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        var (id, isStored, failed) = await own.FindOrCreateAsync(conversation, cancellationToken);
        return new TicketRequestor(id, isStored, failed);
    }
}
