using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>One client and its agents in an environment of their own, for tests that go through one moment at a time.</summary>
internal sealed class ChatScenario(TestEnvironment environment) : IAsyncDisposable
{
    public TestEnvironment Environment { get; } = environment;

    public ChatParticipants Chat { get; } = new(environment, "u1");

    /// <summary>The client's newest ticket.</summary>
    public SimulatedTicket Ticket => Chat.NewestTicket ?? throw new InvalidOperationException("There is no ticket yet.");

    /// <param name="settings">Settings of the service that differ from the usual ones.</param>
    public static async Task<ChatScenario> StartAsync(params (string Key, string Value)[] settings) =>
        new(await TestEnvironment.StartAsync(settings: settings.ToDictionary(pair => pair.Key, pair => pair.Value)));

    /// <summary>The chat is handed over, and the client's first text is in the ticket.</summary>
    public async Task OpenChatAsync()
    {
        (await Chat.SelectDestinationAsync()).ShouldBeTrue();
        await SendTextAndWaitAsync();
    }

    /// <summary>The client writes, and the text arrives in the ticket.</summary>
    public async Task SendTextAndWaitAsync()
    {
        (await Chat.SendTextAsync()).ShouldBeTrue();
        var number = Chat.Calls[^1].Number;
        await WaitUntilAsync($"client's #{number} is in a ticket", () => Chat.IsInTicket(number));
    }

    /// <summary>An agent replies, and the client receives it.</summary>
    public async Task ReplyAndWaitAsync()
    {
        Chat.Reply(Ticket, isChatKnownOpen: true).ShouldBeTrue();
        var number = Chat.Actions[^1].Number;
        await WaitUntilAsync($"agent's #{number} is delivered", () => Chat.IsDelivered(number));
    }

    /// <summary>Kills the service while one side has done what it was asked and has not answered yet. Then starts the service again.</summary>
    /// <param name="faults">Of the side that holds its answer back.</param>
    /// <param name="operation">What is asked for.</param>
    /// <param name="act">What leads to the request.</param>
    /// <param name="isDone">Whether the side has done what it was asked.</param>
    public async Task KillWhileAnswerIsHeldAsync(Faults faults, string operation, Func<Task> act, Func<bool> isDone)
    {
        using (var held = faults.Add(FaultMode.AcceptThenHang, times: 1, where: request => request.Operation == operation))
        {
            await act();
            await WaitUntilAsync($"the answer to '{operation}' is held back", () => held.Hits == 1 && isDone());
            await Environment.KillServiceAsync();
        }

        await Environment.StartServiceAsync();
    }

    /// <param name="what">What is waited for, for the message of a failing test.</param>
    /// <param name="condition">Whether it is so.</param>
    public async Task WaitUntilAsync(string what, Func<bool> condition)
    {
        if (!await Poll.UntilAsync(condition, Poll.StepTimeout))
            throw new TimeoutException($"Waited in vain until {what}.\n{await Environment.DescribeStateAsync([Chat.UserId])}");
    }

    /// <summary>Waits until everything is accounted for and the service has nothing left to do.</summary>
    public Task WaitUntilNothingIsLeftToDoAsync() => Environment.ShouldCompleteAsync([Chat]);

    /// <summary>Completes the chat and checks the invariant.</summary>
    public async Task ShouldKeepTheInvariantAsync() =>
        Environment.ShouldHaveNoBreaches(await new RunCompletion(Environment, [Chat]).CompleteAsync(RunCompletion.DefaultTimeout));

    public ValueTask DisposeAsync() => Environment.DisposeAsync();
}
