using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.SimulationTests.Workload;

/// <summary>
/// What one client and its agents do, day by day. Those who wait for the outcome go on only after their last message has arrived, so that the result
/// is certain and checked strictly. The others do everything at any time.
/// </summary>
internal sealed class ChatDays(Simulation simulation, Chat chat, Random random)
{
    private const int LongestMorning = 6 * 3600;

    private static readonly TimeSpan OutcomeTimeout = TimeSpan.FromHours(6);

    private readonly bool _waitsForOutcome = random.Next(2) == 0;

    /// <summary>Something did not arrive in time: nobody writes any more, and the checks tell what is missing.</summary>
    private bool _hasGivenUp;

    /// <summary>One day, which begins at some time of the morning.</summary>
    public async Task RunDayAsync()
    {
        await PauseAsync(LongestMorning);
        for (var chats = random.Next(1, 4); chats > 0 && !_hasGivenUp; chats--)
        {
            if (random.NextDouble() < 0.9)
                await RepeatUntilAcceptedAsync(chat.SelectDestinationAsync);
            await TalkAsync();
            if (!_hasGivenUp)
                await (_waitsForOutcome ? EndAndWaitAsync() : EndWithoutWaitingAsync());
            await PauseAsync(random.Next(2) == 0 ? 300 : 3600);
        }
    }

    private async Task TalkAsync()
    {
        for (var turn = random.Next(1, 5); turn > 0 && !_hasGivenUp; turn--)
        {
            await PauseAsync(random.Next(5) == 0 ? 900 : 60);
            var texts = random.Next(4) == 0 ? random.Next(2, 5) : 1;
            for (var i = 0; i < texts; i++)
                await chat.SendTextAsync();
            if (random.Next(8) == 0)
                await chat.SendFileAsync();
            if (random.Next(20) == 0)
                await chat.SelectDestinationAsync();
            if (_waitsForOutcome && random.Next(3) > 0)
                await ReplyAndWaitAsync();
            else if (!_waitsForOutcome && chat.NewestTicket is { } ticket && random.Next(2) == 0)
                Reply(ticket);
        }

        if (_waitsForOutcome)
            await ReplyAndWaitAsync();
    }

    private void Reply(SimulatedTicket ticket)
    {
        if (random.Next(6) == 0)
            chat.AddInternalNote(ticket);
        chat.Reply(ticket);
    }

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
        await WaitForOutcomeAsync(() => chat.IsDelivered(last));
    }

    /// <summary>Sends a text until it is accepted, and waits until it is in a ticket. Then the chat is known to be open.</summary>
    private async Task<SimulatedTicket?> SendTextAndFindTicketAsync()
    {
        await RepeatUntilAcceptedAsync(chat.SendTextAsync);
        if (_hasGivenUp)
            return null;
        var last = chat.Calls.Last(call => call is { IsAccepted: true, IsMessage: true }).Number;
        return await WaitForOutcomeAsync(() => chat.FindTicketWith(last) is not null) ? chat.NewestTicket : null;
    }

    private async Task EndAndWaitAsync()
    {
        switch (random.Next(6))
        {
            case 0 or 1: // the client closes the chat, and may write once more
                await RepeatUntilAcceptedAsync(() => chat.CloseAsync(isChatKnownOpen: true));
                if (random.Next(2) == 0)
                    await ReplyAndWaitAsync();
                break;
            case 2 or 3: // solved; the client may come back into the same ticket
                await EndAsAgentAndWaitAsync(TicketStatus.Solved);
                if (random.Next(2) == 0)
                    await ReplyAndWaitAsync();
                else if (random.Next(2) == 0)
                    await EndAsAgentAndWaitAsync(TicketStatus.Solved);
                break;
            case 4: // closed for good; the client may go on in a follow-up
                await EndAsAgentAndWaitAsync(TicketStatus.Closed);
                if (random.Next(2) == 0)
                    await ReplyAndWaitAsync();
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
            : chat.End(ticket, status, isChatKnownOpen: true);
        if (!hasEnded)
            return;
        if (!await WaitForOutcomeAsync(() => chat.ClosedEventCount > closedEvents) || status == TicketStatus.Closed || random.Next(4) > 0)
            return;

        // A late reply: the agent is told that the client does not receive it.
        chat.Reopen(ticket);
        chat.Reply(ticket);
        await PauseAsync(60);
    }

    private async Task EndWithoutWaitingAsync()
    {
        await PauseAsync(30);
        var ticket = chat.NewestTicket;
        switch (random.Next(8))
        {
            case 0 or 1:
                await chat.CloseAsync();
                break;
            case 2 when ticket is not null:
                chat.End(ticket, TicketStatus.Solved);
                break;
            case 3 or 4 when ticket is not null:
                chat.Reply(ticket, TicketStatus.Solved);
                break;
            case 5 when ticket is not null:
                chat.Reply(ticket, TicketStatus.Closed);
                break;
            case 6 when ticket is not null:
                var closing = chat.CloseAsync();
                await PauseAsync(1);
                chat.Reply(ticket, TicketStatus.Solved);
                await closing;
                break;
            default:
                break;
        }

        if (random.Next(2) == 0)
            await chat.SendTextAsync();
        if (ticket is not null && random.Next(4) == 0)
            Reply(ticket);
    }

    /// <summary>Repeats a call until it is answered 200, as a person would.</summary>
    private async Task RepeatUntilAcceptedAsync(Func<Task<bool>> call)
    {
        var end = simulation.Time.Now + OutcomeTimeout;
        while (!_hasGivenUp && !await call())
        {
            await PauseAsync(20);
            _hasGivenUp |= simulation.Time.Now > end;
        }
    }

    private async Task<bool> WaitForOutcomeAsync(Func<bool> condition)
    {
        var isSo = await simulation.UntilAsync(condition, OutcomeTimeout);
        _hasGivenUp |= !isSo;
        return isSo;
    }

    private Task PauseAsync(int maxSeconds) => simulation.WaitAsync(TimeSpan.FromSeconds(maxSeconds * random.NextDouble()));
}
