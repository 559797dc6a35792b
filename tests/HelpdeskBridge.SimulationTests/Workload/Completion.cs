using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.SimulationTests.Workload;

/// <summary>Brings a run to its end: everything accepted has arrived, and the service has nothing left to do.</summary>
internal sealed class Completion(Simulation simulation, IReadOnlyList<ChatParticipants> chats)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromDays(1);

    /// <summary>
    /// Each client writes once more and gets one more reply: each of these messages is the last one of its queue, so that whatever the service
    /// still sends by mistake, such as a second copy, arrives before them.
    /// </summary>
    /// <returns>What is not complete; null: everything is.</returns>
    public async Task<string?> RunAsync()
    {
        if (await FindUnfinishedAsync() is { } unfinished)
            return unfinished;
        var open = await Task.WhenAll(chats.Select(ExchangeLastMessagesAsync));
        return open.FirstOrDefault(what => what is not null) ?? await FindUnfinishedAsync();
    }

    private async Task<string?> FindUnfinishedAsync()
    {
        string? unfinished = null;
        return await simulation.UntilAsync(() => (unfinished = FindUnfinished()) is null, Timeout) ? null : unfinished;
    }

    private string? FindUnfinished() => simulation.Zendesk.PendingWebhooks > 0
        ? $"{simulation.Zendesk.PendingWebhooks} webhook(s) are not answered"
        : simulation.Look.FindUnfinished();

    private async Task<string?> ExchangeLastMessagesAsync(ChatParticipants chat)
    {
        if (!await chat.SendTextAsync())
            return $"the last text of {chat.UserId} was not accepted";
        var text = chat.Calls[^1].Number;
        if (!await simulation.UntilAsync(() => chat.FindTicketWith(text) is not null, Timeout))
            return $"the last text of {chat.UserId}, #{text}, is in no ticket";

        // Whether the chat is open now depends on when the service learns of an end that an agent has just set.
        if (!chat.Reply(chat.FindTicketWith(text)!))
            return $"the last reply to {chat.UserId} was refused";
        var reply = chat.Actions[^1].Number;
        return await simulation.UntilAsync(() => chat.IsDelivered(reply) || chat.IsNoted(reply), Timeout)
            ? null
            : $"the last reply to {chat.UserId}, #{reply}, is neither delivered nor noted";
    }
}
