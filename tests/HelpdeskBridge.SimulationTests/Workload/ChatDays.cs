using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.SimulationTests.Workload;

/// <summary>One client and its agents, day by day.</summary>
internal sealed class ChatDays
{
    private static readonly TimeSpan LongestMorning = TimeSpan.FromHours(6);
    private static readonly TimeSpan LongestBreak = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestDay = TimeSpan.FromHours(18);

    private readonly Simulation _simulation;
    private readonly ChatParticipants _chat;
    private readonly Random _random;
    private readonly ChatScript _script;
    private DateTimeOffset _end;

    public ChatDays(Simulation simulation, ChatParticipants chat, Random random)
    {
        (_simulation, _chat, _random) = (simulation, chat, random);
        _script = new ChatScript(chat, random, waitsForOutcome: random.Next(2) == 0, maxCalls: int.MaxValue, () => simulation.Time.Now > _end);
    }

    /// <summary>One day, which begins at some time of the morning.</summary>
    public async Task RunDayAsync()
    {
        _end = _simulation.Time.Now + LongestDay;
        await _simulation.WaitAsync(LongestMorning * _random.NextDouble());
        for (var parts = _random.Next(1, 4); parts > 0; parts--)
        {
            await _script.PlayAsync(_chat.MessageCount + _random.Next(2, 10));
            await _simulation.WaitAsync(LongestBreak * _random.NextDouble());
        }
    }
}
