using System.Globalization;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>The user in whose name the client's words are written: the requester of the ticket.</summary>
/// <param name="Id">Zendesk's id; null: Zendesk refuses a user for this client, so the words stand under the bridge's own name.</param>
/// <param name="IsStored">Whether it was known before, so that it may be gone since.</param>
/// <param name="Failed">What becomes of the message, because it can't be said now; null: it can be written.</param>
internal sealed record TicketAuthor(long? Id, bool IsStored, DeliveryOutcome? Failed)
{
    /// <summary>Whether it is a user of the helpdesk's own, whom the bot names.</summary>
    public bool IsPerson { get; init; }

    /// <summary>What the agent is told about it when a ticket is opened; null: nothing.</summary>
    public RequesterNote? Note { get; init; }
}

/// <summary>
/// Chooses the requester when a ticket is opened, and finds it for every comment after that: the helpdesk's own user whom the bot names, or the
/// bridge's user for this client.
/// </summary>
internal sealed class TicketAuthors(
    IZendeskApi api, ZendeskRequesters own, PersonFinder persons, TicketRequesters requesters, BridgeClock clock)
{
    /// <summary>For a ticket that is opened.</summary>
    public async Task<TicketAuthor> ChooseAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var conversation = batch.Conversation;
        var choice = await requesters.ChooseAsync(
            conversation, ZendeskIds.Prefix,
            values => persons.FindOrCreateAsync(conversation, values, batch.Head.Attempts, cancellationToken), cancellationToken);
        if (choice.Failed is not null)
            return new TicketAuthor(null, false, choice.Failed);
        return choice.Id is { } id ? CreatePerson(id) : await GetOwnAsync(conversation, cancellationToken) with { Note = choice.Note };
    }

    /// <summary>For a ticket that is opened: Zendesk refused the person.</summary>
    public async Task<TicketAuthor> ChooseOwnAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        var note = await requesters.RefuseAsync(conversation, ZendeskIds.Prefix, cancellationToken);
        return await GetOwnAsync(conversation, cancellationToken) with { Note = note };
    }

    /// <summary>For a comment in the ticket.</summary>
    public async Task<TicketAuthor> FindAsync(Conversation conversation, CancellationToken cancellationToken) =>
        await requesters.FindAsync(conversation, cancellationToken) is { } id ? CreatePerson(id) : await GetOwnAsync(conversation, cancellationToken);

    /// <summary>What the agent is told about a ticket that an earlier attempt opened.</summary>
    public Task<RequesterNote?> FindNoteAsync(Conversation conversation, CancellationToken cancellationToken) =>
        requesters.FindNoteAsync(conversation, cancellationToken);

    /// <summary>
    /// Zendesk refused a comment, perhaps because of its author. A person who was merged into another user is the one who is the ticket's requester
    /// now; one who was deleted or suspended is replaced by the bridge's own user.
    /// </summary>
    /// <returns>Another user; null: there is none, or the author is not the reason.</returns>
    public async Task<long?> ReplaceAsync(OutboundBatch batch, TicketAuthor refused, ZendeskFailure failure, CancellationToken cancellationToken)
    {
        var conversation = batch.Conversation;
        if (!refused.IsPerson)
        {
            await own.ForgetAsync(conversation.Client, cancellationToken);
            return GetOther(await GetOwnAsync(conversation, cancellationToken), refused);
        }

        if (!failure.NamesAuthor && await persons.IsUsableAsync(refused.Id!.Value, cancellationToken))
            return null;
        if (await FindTicketRequesterAsync(batch, cancellationToken) is { } present && present != refused.Id
            && await persons.IsUsableAsync(present, cancellationToken))
        {
            await requesters.ReplaceAsync(conversation, Format(present), cancellationToken);
            return present;
        }

        await requesters.ReplaceAsync(conversation, null, cancellationToken);
        return GetOther(await GetOwnAsync(conversation, cancellationToken), refused);
    }

    /// <summary>The requester that the ticket has at present.</summary>
    public async Task<long?> FindTicketRequesterAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var ticket = await api.ReadTicketAsync(batch.Conversation.TicketId!, cancellationToken).ToResultAsync(clock, cancellationToken);
        return ticket.Content?.Ticket?.RequesterId;
    }

    /// <summary>Zendesk refused the stored user of the bridge: the next call looks it up again.</summary>
    public Task ForgetOwnAsync(Conversation conversation, CancellationToken cancellationToken) =>
        own.ForgetAsync(conversation.Client, cancellationToken);

    private async Task<TicketAuthor> GetOwnAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        var (id, isStored, failed) = await own.FindOrCreateAsync(conversation, cancellationToken);
        return new TicketAuthor(id, isStored, failed);
    }

    private static TicketAuthor CreatePerson(string id) =>
        new(long.Parse(id, CultureInfo.InvariantCulture), IsStored: true, Failed: null) { IsPerson = true };

    private static long? GetOther(TicketAuthor author, TicketAuthor refused) =>
        author.Failed is null && author.Id != refused.Id ? author.Id : null;

    private static string Format(long id) => id.ToString(CultureInfo.InvariantCulture);
}
