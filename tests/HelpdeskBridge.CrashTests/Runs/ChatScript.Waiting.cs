using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests.Runs;

/// <content>What those do who wait for the outcome.</content>
internal sealed partial class ChatScript
{
    /// <summary>The agent reads the client's last text and replies once or twice. Nobody goes on before the client has the reply.</summary>
    private async Task ReplyAndWaitAsync()
    {
        if (await SendTextAndFindTicketAsync() is not { } ticket)
            return;
        if (random.Next(6) == 0)
            chat.AddInternalNote(ticket);
        chat.Reply(ticket, isChatKnownOpen: true);
        if (random.Next(3) == 0)
            chat.Reply(ticket, isChatKnownOpen: true);
        var last = chat.Actions[^1].Number;
        if (await WaitForOutcomeAsync(() => chat.IsDelivered(last)) && random.Next(5) == 0)
            await chat.SetFieldAsync(ticket.Id);
    }

    /// <summary>Sends a text until it is accepted, and waits until it is in a ticket. Then the chat is known to be open.</summary>
    private async Task<SimulatedTicket?> SendTextAndFindTicketAsync()
    {
        await RepeatUntilAcceptedAsync(chat.SendTextAsync);
        if (_hasGivenUp)
            return null;
        var last = chat.Calls.Last(call => call is { IsAccepted: true, IsMessage: true }).Number;
        _isKnownOver = false;
        return await WaitForOutcomeAsync(() => chat.IsInTicket(last)) ? chat.NewestTicket : null;
    }

    private async Task EndAndWaitAsync()
    {
        switch (random.Next(chat.Features.ReturnsToBot ? 9 : 6))
        {
            case 0 or 1: // the client closes the chat, and may write once more
                await RepeatUntilAcceptedAsync(() => chat.CloseChatAsync(isChatKnownOpen: true));
                _isKnownOver = true;
                await MaybeRateAsync();
                if (random.Next(2) == 0)
                    await ReplyAndWaitAsync();
                break;
            case 2 or 3: // solved; the client may come back into the same ticket
                await EndAsAgentAndWaitAsync(TicketStatus.Solved);
                await MaybeRateAsync();
                if (random.Next(2) == 0)
                    await ReplyAndWaitAsync();
                else if (random.Next(2) == 0)
                    await EndAsAgentAndWaitAsync(TicketStatus.Solved);
                break;
            case 4: // closed for good; the client may go on in a follow-up
                await EndAsAgentAndWaitAsync(TicketStatus.Closed);
                await MaybeRateAsync();
                if (random.Next(2) == 0)
                    await ReplyAndWaitAsync();
                break;
            case 6 or 7 or 8: // back to the bot, which hands the chat over again
                await ReturnAndWaitAsync();
                break;
            default: // stays open; the next hand-over only moves the ticket
                break;
        }
    }

    private async Task EndAsAgentAndWaitAsync(string status)
    {
        if (await SendTextAndFindTicketAsync() is not { } ticket)
            return;
        var closedEvents = chat.ClosedEventCount;
        var hasEnded = random.Next(2) == 0
            ? chat.Reply(ticket, status, isChatKnownOpen: true)
            : chat.EndChat(ticket, status, isChatKnownOpen: true);
        if (!hasEnded)
            return;
        if (!await WaitForOutcomeAsync(() => chat.ClosedEventCount > closedEvents))
            return;
        _isKnownOver = true;
        if (status == TicketStatus.Closed || random.Next(4) > 0)
            return;

        // A late reply: the agent is told that the client does not receive it.
        chat.ReopenTicket(ticket);
        chat.Reply(ticket);
        await PauseAsync();
    }

    /// <summary>An agent gives the chat back, and it stays with the bot whatever happens in the ticket.</summary>
    private async Task ReturnAndWaitAsync()
    {
        if (await SendTextAndFindTicketAsync() is not { } ticket)
            return;
        var closedEvents = chat.ClosedEventCount;
        var status = random.Next(3) == 0 ? TicketStatus.Pending : null;
        if (!chat.ReturnToBot(ticket, isReply: random.Next(2) == 0, status, isChatKnownOpen: true)
            || !await WaitForOutcomeAsync(() => chat.ClosedEventCount > closedEvents))
            return;
        (_isKnownOver, _isWithBot) = (true, true);
        await MaybeRateAsync();
        switch (random.Next(5))
        {
            case 0: // the client has written at that moment
                await RepeatUntilAcceptedAsync(chat.SendTextAsync);
                break;
            case 1: // the agent has something to add, and is told that the client does not receive it
                chat.Reply(ticket);
                break;
            case 2:
                chat.SolveAfterChat(ticket);
                break;
            default:
                break;
        }
    }
}
