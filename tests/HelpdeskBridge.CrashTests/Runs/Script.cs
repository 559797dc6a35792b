using HelpdeskBridge.CrashTests.Record;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>
/// What one client and its agents do, chosen by the seed. A patient pair waits until what it did has come through before it does
/// what depends on it, so that the outcome is certain and checked strictly; a hasty pair does everything at any time.
/// </summary>
internal sealed class Script(Cast cast, Random random, bool patient, Func<bool> isOver)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(400);

    /// <summary>Something did not come through in time, or the run has failed: the pair gives up, and the checks will say why.</summary>
    private bool _stuck;

    public async Task PlayAsync(int messages)
    {
        while (cast.Messages < messages && !_stuck && !isOver())
        {
            if (random.NextDouble() < 0.9)
                await SurelyAsync(cast.HandOverAsync);
            await ChatAsync();
            if (!_stuck)
                await (patient ? EndPatientlyAsync() : EndHastilyAsync());
        }
    }

    private async Task ChatAsync()
    {
        for (var turn = random.Next(2, 6); turn > 0 && !_stuck; turn--)
        {
            await PauseAsync();
            var texts = random.Next(4) == 0 ? random.Next(2, 5) : 1;
            for (var i = 0; i < texts; i++)
                await cast.SayAsync();
            if (random.Next(8) == 0)
                await cast.SendFileAsync();
            if (random.Next(20) == 0)
                await cast.HandOverAsync();
            if (patient && random.Next(3) > 0)
                await AnswerPatientlyAsync();
            else if (!patient && cast.Ticket is { } ticket && random.Next(2) == 0)
                AnswerHastily(ticket);
        }

        if (patient)
            await AnswerPatientlyAsync();
    }

    private void AnswerHastily(SimulatedTicket ticket)
    {
        if (random.Next(6) == 0)
            cast.Note(ticket);
        cast.Reply(ticket);
    }

    /// <summary>The agent reads what the client said last, answers once or twice, and nobody goes on before the client has it.</summary>
    private async Task AnswerPatientlyAsync()
    {
        if (await TicketWithLastWordsAsync() is not { } ticket)
            return;
        if (random.Next(6) == 0)
            cast.Note(ticket);
        cast.Reply(ticket, surely: true);
        if (random.Next(3) == 0)
            cast.Reply(ticket, surely: true);
        var last = cast.Acts[^1].Number;
        await ExpectAsync(() => cast.IsHeard(last));
    }

    /// <summary>Says something that is surely accepted, and waits until it stands in a ticket: the chat is open then.</summary>
    private async Task<SimulatedTicket?> TicketWithLastWordsAsync()
    {
        await SurelyAsync(cast.SayAsync);
        if (_stuck)
            return null;
        var last = cast.Calls.Last(call => call is { IsAccepted: true, IsMessage: true }).Number;
        return await ExpectAsync(() => cast.IsWritten(last)) ? cast.Ticket : null;
    }

    private async Task EndPatientlyAsync()
    {
        switch (random.Next(6))
        {
            case 0 or 1: // the client leaves, and may write once more
                await SurelyAsync(() => cast.LeaveAsync(surely: true));
                if (random.Next(2) == 0)
                    await AnswerPatientlyAsync();
                break;
            case 2 or 3: // solved with last words; the client may come back into the same ticket
                await EndAndHearOfItAsync(TicketStatus.Solved);
                if (random.Next(2) == 0)
                    await AnswerPatientlyAsync();
                else if (random.Next(2) == 0)
                    await EndAndHearOfItAsync(TicketStatus.Solved);
                break;
            case 4: // closed for good; the client may go on in a follow-up
                await EndAndHearOfItAsync(TicketStatus.Closed);
                if (random.Next(2) == 0)
                    await AnswerPatientlyAsync();
                break;
            default: // stays open: the next hand-over only moves the ticket
                break;
        }
    }

    private async Task EndAndHearOfItAsync(string status)
    {
        if (await TicketWithLastWordsAsync() is not { } ticket)
            return;
        var told = cast.EndsTold;
        if (!(random.Next(2) == 0 ? cast.Reply(ticket, status, surely: true) : cast.End(ticket, status, surely: true)))
            return;
        if (!await ExpectAsync(() => cast.EndsTold > told) || status == TicketStatus.Closed || random.Next(4) > 0)
            return;
        cast.Reopen(ticket); // late words: the agent is told that nobody hears them
        cast.Reply(ticket);
        await PauseAsync();
    }

    private async Task EndHastilyAsync()
    {
        await PauseAsync();
        var ticket = cast.Ticket;
        switch (random.Next(8))
        {
            case 0 or 1:
                await cast.LeaveAsync();
                break;
            case 2 when ticket is not null:
                cast.End(ticket, TicketStatus.Solved);
                break;
            case 3 or 4 when ticket is not null:
                cast.Reply(ticket, TicketStatus.Solved);
                break;
            case 5 when ticket is not null:
                cast.Reply(ticket, TicketStatus.Closed);
                break;
            case 6 when ticket is not null:
                await Task.WhenAll(cast.LeaveAsync(), Task.Run(() => cast.Reply(ticket, TicketStatus.Solved)));
                break;
            default:
                break;
        }

        if (random.Next(2) == 0)
            await cast.SayAsync();
        if (ticket is not null && random.Next(4) == 0)
            AnswerHastily(ticket);
    }

    /// <summary>Repeats a call until it is answered 200, as a person would. A pair that gave up says nothing more: what it waited for may still come.</summary>
    private async Task SurelyAsync(Func<Task<bool>> call)
    {
        while (!_stuck && !await call())
        {
            await Wait.ForAsync(TimeSpan.FromMilliseconds(random.Next(200, 800)));
            _stuck |= isOver();
        }
    }

    private async Task<bool> ExpectAsync(Func<bool> condition)
    {
        var came = await Wait.UntilAsync(condition, Patience);
        _stuck |= !came;
        return came;
    }

    private Task PauseAsync() => Wait.ForAsync(LongestPause * random.NextDouble());
}
