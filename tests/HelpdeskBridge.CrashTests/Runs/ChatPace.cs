namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>How fast people are. This is part of the load: nothing is judged by it.</summary>
/// <param name="MaxPause">People think before they write.</param>
/// <param name="MaxMoment">So long apart is what two people do at the same moment.</param>
/// <param name="MinRetry">A call that was not accepted is repeated after so long or longer.</param>
/// <param name="MaxRetry">It is repeated before that.</param>
/// <param name="OutcomeTimeout">How long they wait for the outcome of what they did.</param>
internal sealed record ChatPace(TimeSpan MaxPause, TimeSpan MaxMoment, TimeSpan MinRetry, TimeSpan MaxRetry, TimeSpan OutcomeTimeout)
{
    /// <summary>One pause of five is so many times longer.</summary>
    public int LongPause { get; init; } = 1;

    /// <summary>As fast as a test in real time needs it.</summary>
    public static ChatPace Fast { get; } = new(
        TimeSpan.FromMilliseconds(400),
        TimeSpan.FromMilliseconds(4),
        TimeSpan.FromMilliseconds(200),
        TimeSpan.FromMilliseconds(800),
        TimeSpan.FromMinutes(3));

    public TimeSpan ChoosePause(Random random) =>
        MaxPause * random.NextDouble() * (LongPause > 1 && random.Next(5) == 0 ? LongPause : 1);

    public TimeSpan ChooseRetry(Random random) =>
        TimeSpan.FromMilliseconds(random.Next((int)MinRetry.TotalMilliseconds, (int)MaxRetry.TotalMilliseconds));
}
