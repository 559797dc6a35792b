using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>
/// What one client and its agents do, as the seed chooses. Those who wait for the outcome go on only after their last message has arrived, so
/// that the result is certain and checked strictly. The others do everything at any time.
/// </summary>
/// <param name="chat">The client and its agents.</param>
/// <param name="random">Chooses what they do.</param>
/// <param name="waitsForOutcome">Whether they wait for the outcome of what they did.</param>
/// <param name="maxCalls">After so many calls the client begins nothing new.</param>
/// <param name="isOver">Whether the run is over.</param>
internal sealed partial class ChatScript(ChatParticipants chat, Random random, bool waitsForOutcome, int maxCalls, Func<bool> isOver)
{
    private readonly IChatSurroundings _surroundings = chat.Surroundings;

    /// <summary>The last chat is known to be over, and the client has not carried it on.</summary>
    private bool _isKnownOver;

    /// <summary>An agent gave the chat back, so it is the bot that the client talks to.</summary>
    private bool _isWithBot;

    /// <summary>Something did not arrive in time, or the run is over: nobody writes any more, and the checks tell what is missing.</summary>
    private bool _hasGivenUp;

    /// <summary>Chats until so many messages were sent.</summary>
    public async Task PlayAsync(int messages)
    {
        while (chat.MessageCount < messages && chat.Calls.Count < maxCalls && !_hasGivenUp && !isOver())
        {
            if (_isWithBot || random.NextDouble() < 0.9)
                await HandOverAsync();
            await ChatAsync();
            if (!_hasGivenUp)
                await (waitsForOutcome ? EndAndWaitAsync() : EndWithoutWaitingAsync());
        }
    }

    /// <summary>
    /// Where tickets are used again, the client's ticket gets a note of what is new, unless it is closed. Only the first attempt is known to begin
    /// a chat.
    /// </summary>
    private async Task HandOverAsync()
    {
        var ticket = waitsForOutcome && chat.Features.ReusesTicket ? GetKnownTicket() : null;
        var beginsAnotherChat = ticket is not null && _isKnownOver;
        await RepeatUntilAcceptedAsync(() =>
        {
            var isFirst = beginsAnotherChat;
            beginsAnotherChat = false;
            return chat.HandOverAsync(ticket, isFirst);
        });
        (_isKnownOver, _isWithBot) = (false, false);
    }

    /// <summary>The newest ticket, which takes what is written now; null: it is closed, or there is none.</summary>
    private long? GetKnownTicket() => waitsForOutcome && chat.NewestTicket is { } ticket && !chat.IsClosed(ticket) ? ticket.Id : null;

    private async Task ChatAsync()
    {
        // Only a client who has several chats comes back into an old ticket.
        var turns = chat.Features.ReusesTicket ? random.Next(1, 4) : random.Next(2, 6);
        for (var turn = turns; turn > 0 && chat.Calls.Count < maxCalls && !_hasGivenUp; turn--)
        {
            await PauseAsync();
            var texts = random.Next(4) == 0 ? random.Next(2, 5) : 1;
            for (var i = 0; i < texts; i++)
                await chat.SendTextAsync();
            if (random.Next(8) == 0)
                await chat.SendFileAsync();
            if (random.Next(20) == 0)
                await chat.HandOverAsync();
            if (random.Next(10) == 0)
                await chat.SetFieldAsync();
            if (waitsForOutcome && random.Next(3) > 0)
                await ReplyAndWaitAsync();
            else if (!waitsForOutcome && chat.NewestTicket is { } ticket && random.Next(2) == 0)
                Reply(ticket);
        }

        if (waitsForOutcome)
            await ReplyAndWaitAsync();
    }

    private void Reply(SimulatedTicket ticket)
    {
        if (random.Next(6) == 0)
            chat.AddInternalNote(ticket);
        chat.Reply(ticket);
    }

    /// <summary>The bot asks for a rating at the end. It repeats the call until there is an answer: the same rating twice counts once.</summary>
    private async Task MaybeRateAsync()
    {
        if (random.Next(2) > 0 || _hasGivenUp)
            return;
        var ticket = GetKnownTicket();
        long? number = null;
        await RepeatUntilAcceptedAsync(async () =>
        {
            var isAnswered = await chat.RateAsync(ticket, number);
            number = chat.Calls[^1].Number;
            return isAnswered;
        });
    }

    private async Task EndWithoutWaitingAsync()
    {
        await PauseAsync();
        var ticket = chat.NewestTicket;
        switch (random.Next(chat.Features.ReturnsToBot ? 12 : 9))
        {
            case 0 or 1:
                await chat.CloseChatAsync();
                break;
            case 2 when ticket is not null:
                chat.EndChat(ticket, TicketStatus.Solved);
                break;
            case 3 or 4 when ticket is not null:
                chat.Reply(ticket, TicketStatus.Solved);
                break;
            case 5 when ticket is not null:
                chat.Reply(ticket, TicketStatus.Closed);
                break;
            case 6 when ticket is not null:
                await Task.WhenAll(chat.CloseChatAsync(), ActMeanwhileAsync(() => chat.Reply(ticket, TicketStatus.Solved)));
                break;
            case 7 when ticket is not null: // a new chat begins while its ticket is solved or closed
                var status = random.Next(2) == 0 ? TicketStatus.Solved : TicketStatus.Closed;
                await Task.WhenAll(chat.HandOverAsync(), ActMeanwhileAsync(() => chat.EndChat(ticket, status)));
                break;
            case 9 when ticket is not null:
                chat.ReturnToBot(ticket, isReply: random.Next(2) == 0);
                break;
            case 10 when ticket is not null:
                await Task.WhenAll(chat.SendTextAsync(), ActMeanwhileAsync(() => chat.ReturnToBot(ticket, isReply: true)));
                break;
            case 11 when ticket is not null:
                await Task.WhenAll(chat.HandOverAsync(), ActMeanwhileAsync(() => chat.ReturnToBot(ticket, isReply: false)));
                break;
            default:
                break;
        }

        await MaybeRateAsync();
        if (random.Next(2) == 0)
            await chat.SendTextAsync();
        if (ticket is not null && random.Next(4) == 0)
            Reply(ticket);
    }

    /// <summary>Repeats a call until it is answered 200, as a person would.</summary>
    private async Task RepeatUntilAcceptedAsync(Func<Task<bool>> call)
    {
        while (!_hasGivenUp && !await call())
        {
            await Task.Delay(_surroundings.Pace.ChooseRetry(random), _surroundings.Clock);
            _hasGivenUp |= isOver();
        }
    }

    private async Task<bool> WaitForOutcomeAsync(Func<bool> condition)
    {
        var isSo = await _surroundings.UntilAsync(condition, _surroundings.Pace.OutcomeTimeout);
        _hasGivenUp |= !isSo;
        return isSo;
    }

    /// <summary>An agent does something while the client does something else.</summary>
    private async Task ActMeanwhileAsync(Func<bool> act)
    {
        await Task.Delay(_surroundings.Pace.MaxMoment * random.NextDouble(), _surroundings.Clock);
        act();
    }

    private Task PauseAsync() => Task.Delay(_surroundings.Pace.ChoosePause(random), _surroundings.Clock);
}
