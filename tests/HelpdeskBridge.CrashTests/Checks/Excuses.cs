using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>Dead letters of some kinds, each of which excuses that one message has not arrived: its own, or any where it is about none.</summary>
internal sealed class Excuses
{
    private readonly HashSet<long> _numbers;
    private int _unnumbered;

    public Excuses(ClientHistory history, params string[] kinds)
    {
        var letters = history.DeadLetters.Where(letter => kinds.Contains(letter.Kind)).ToList();
        _numbers = [.. letters.Select(letter => letter.Number).OfType<long>()];
        _unnumbered = letters.Count(letter => letter.Number is null);
    }

    /// <summary>Whether the message is excused. A dead letter that is about no message is used up by it.</summary>
    public bool Cover(long number) => _numbers.Contains(number) || --_unnumbered >= 0;
}
