namespace HelpdeskBridge.CrashTests.PowerCut.Tracing;

/// <summary>A system call of the recorded process that is about its files.</summary>
/// <param name="Name">The call, such as <c>pwrite64</c>.</param>
/// <param name="Arguments">Its arguments, as strace writes them.</param>
/// <param name="Result">What it returned, as strace writes it; <c>?</c> when the process ended in it.</param>
/// <param name="Began">Where in the record it began.</param>
/// <param name="Ended">Where in the record it ended.</param>
internal sealed record SystemCall(string Name, IReadOnlyList<string> Arguments, string Result, TracePoint Began, TracePoint Ended)
{
    /// <summary>It returned no error. A descriptor has its path behind the number.</summary>
    public bool IsSuccessful => Result.Length > 0 && char.IsAsciiDigit(Result[0]);

    /// <summary>The number it returned.</summary>
    public int Returned => int.Parse(Result.Split([' ', '<'], 2)[0], System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A point in the record.</summary>
/// <param name="Line">The line. Lines are in the order in which things happened.</param>
/// <param name="At">When it was written, by the clock that also says when the clients had their answers.</param>
internal readonly record struct TracePoint(long Line, DateTimeOffset At);
