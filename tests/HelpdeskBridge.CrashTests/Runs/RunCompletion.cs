using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>
/// Finds out when a run is over, without judging by time: everything accepted is accounted for, and the service has nothing left to do.
/// A timeout only ends a run that fails.
/// </summary>
internal sealed class RunCompletion(TestEnvironment environment, IReadOnlyList<ChatParticipants> chats)
{
    /// <summary>For a whole run. Only a failing run takes this long.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);

    private const int MaxDescribedClients = 4;
    private const int MaxConcurrentChats = 50;

    /// <summary>Looks at a client while others go on are many, and each reads the dead letters.</summary>
    private static readonly TimeSpan PauseBetweenLooks = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Waits until everything is accounted for. Then every client writes once more and gets one more reply: each of these messages is the last
    /// one of its queue, so that whatever the service still sends by mistake, such as a second copy, arrives before them.
    /// </summary>
    /// <returns>The record of the run and its breaches of the invariant.</returns>
    public async Task<RunOutcome> CompleteAsync(TimeSpan timeout)
    {
        var outcome = await WaitAsync(timeout);
        if (outcome.Breaches.Count > 0)
            return outcome;
        await environment.StopFaultsAsync();
        await Parallel.ForEachAsync(
            chats,
            new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentChats },
            async (chat, _) => await ExchangeLastMessagesAsync(chat, timeout));
        return await WaitAsync(timeout);
    }

    /// <summary>
    /// Waits until everything of one client is accounted for, while others go on and faults happen: the client writes once more and gets one more
    /// reply, as in <see cref="CompleteAsync"/>.
    /// </summary>
    /// <param name="chat">The client.</param>
    /// <param name="timeout">Only a failing run takes this long.</param>
    /// <param name="reportMissing">Is told what is still missing.</param>
    /// <returns>The breaches of the invariant in what is about this client.</returns>
    public async Task<IReadOnlyList<Breach>> CompleteOneAsync(
        ChatParticipants chat, TimeSpan timeout, Action<IReadOnlyList<Breach>> reportMissing)
    {
        if (!await Poll.UntilAsync(chat.SendTextAsync, timeout))
            return [new Breach(chat.UserId, BreachKind.Lost, "no text was accepted any more")];
        var text = chat.Calls[^1].Number;
        if (!await Poll.UntilAsync(() => chat.IsInTicket(text), timeout))
            return [new Breach(chat.UserId, BreachKind.Lost, $"#{text}, the last text, is in no ticket after {timeout}")];
        chat.Reply(chat.FindTicketWith(text)!);
        IReadOnlyList<Breach> breaches = [];
        await Poll.UntilAsync(
            async () =>
            {
                await Task.Delay(PauseBetweenLooks, TimeProvider.System);
                try
                {
                    breaches = Invariant.FindBreaches(await RecordReader.ReadAsync(environment, chat));
                }
                catch (HttpRequestException)
                {
                    // The service was ended just now.
                    return false;
                }

                reportMissing(breaches);
                return breaches.Count == 0 || breaches.Any(breach => breach.Kind != BreachKind.Lost);
            },
            timeout);
        return breaches;
    }

    /// <summary>Waits until every accepted message is accounted for and nothing waits any more.</summary>
    public async Task<RunOutcome> WaitAsync(TimeSpan timeout)
    {
        RunOutcome? outcome = null;
        IReadOnlyList<string> unfinished = [];
        var isComplete = await Poll.UntilAsync(
            async () =>
            {
                unfinished = await environment.GetUnfinishedWorkAsync();
                if (unfinished.Count > 0)
                    return false;
                var record = await RecordReader.ReadAsync(environment, chats);
                outcome = new RunOutcome(record, Invariant.FindBreaches(record));

                // What is missing may still come. Any other breach stays.
                return outcome.Breaches.Count == 0 || outcome.Breaches.Any(breach => breach.Kind != BreachKind.Lost);
            },
            timeout);
        if (isComplete)
            return outcome!;

        var latest = await RecordReader.ReadAsync(environment, chats);
        var breaches = Invariant.FindBreaches(latest);
        var users = breaches.Select(breach => breach.UserId).Concat(chats.Select(chat => chat.UserId)).Where(id => id.Length > 0).Distinct();
        var state = await environment.DescribeStateAsync(users.Take(MaxDescribedClients));
        var description = $"not complete after {timeout}; unfinished: {string.Join("; ", unfinished)}\n{state}";
        return new RunOutcome(latest, [.. breaches, new Breach("", BreachKind.Lost, description)]);
    }

    private async Task ExchangeLastMessagesAsync(ChatParticipants chat, TimeSpan timeout)
    {
        (await chat.SendTextAsync()).ShouldBeTrue($"the last text of {chat.UserId} was not accepted");
        var text = chat.Calls[^1].Number;
        await WaitForAsync(chat, timeout, $"the last text of {chat.UserId} is in a ticket", () => chat.IsInTicket(text));

        // Whether the chat is open now depends on when the service learns of an end that an agent has just set.
        chat.Reply(chat.FindTicketWith(text)!).ShouldBeTrue($"the last reply to {chat.UserId} was refused");
        var reply = chat.Actions[^1].Number;
        await WaitForAsync(
            chat, timeout, $"the last reply to {chat.UserId} is delivered or noted", () => chat.IsDelivered(reply) || chat.IsNoted(reply));
    }

    private async Task WaitForAsync(ChatParticipants chat, TimeSpan timeout, string what, Func<bool> condition)
    {
        if (!await Poll.UntilAsync(condition, timeout))
            throw new TimeoutException($"Waited in vain until {what}.\n{await environment.DescribeStateAsync([chat.UserId])}");
    }
}
