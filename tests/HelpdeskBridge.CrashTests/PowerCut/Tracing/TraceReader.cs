using System.Globalization;

namespace HelpdeskBridge.CrashTests.PowerCut.Tracing;

/// <summary>
/// Reads what strace wrote about several threads. A call during which another thread did something has two lines: the first ends with
/// "unfinished", and the second begins with "resumed".
/// </summary>
internal static class TraceReader
{
    private const string Unfinished = "<unfinished ...>";
    private const string Resumed = " resumed>";
    private const int TicksPerNanosecondDivisor = 100;

    /// <summary>Would write to files without any of the other calls.</summary>
    private const string UnseenWrites = "io_uring_setup";

    /// <param name="lines">The lines of the record.</param>
    /// <param name="folder">Only calls that name this folder or something in it are kept.</param>
    /// <returns>The calls, in the order in which they ended.</returns>
    public static IEnumerable<SystemCall> Read(IEnumerable<string> lines, string folder)
    {
        var encoded = StraceText.Encode(folder);
        var begun = new Dictionary<string, (string Text, TracePoint Began)>();
        var number = 0L;
        foreach (var line in lines)
        {
            number++;
            if (line.Contains(UnseenWrites, StringComparison.Ordinal))
                throw new InvalidDataException("The process uses io_uring, with which files are written unseen by the record.");
            if (Split(line, number) is not var (thread, point, text))
                continue;
            if (text.StartsWith("<... ", StringComparison.Ordinal))
            {
                if (begun.Remove(thread, out var first))
                    yield return Parse(first.Text + text[(text.IndexOf(Resumed, StringComparison.Ordinal) + Resumed.Length)..], first.Began, point);
            }
            else if (!text.Contains(encoded, StringComparison.Ordinal))
            {
                continue;
            }
            else if (text.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                begun[thread] = (text[..^Unfinished.Length], point);
            }
            else
            {
                yield return Parse(text, point, point);
            }
        }
    }

    /// <summary>Null for lines about signals and the end of a thread.</summary>
    private static (string Thread, TracePoint Point, string Text)? Split(string line, long number)
    {
        var parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        return parts is not [var thread, var time, var text] || text.StartsWith("+++", StringComparison.Ordinal)
            || text.StartsWith("---", StringComparison.Ordinal)
            ? null
            : (thread, new TracePoint(number, ParseTime(time)), text);
    }

    /// <summary>Seconds since 1970 with nine digits behind the point.</summary>
    private static DateTimeOffset ParseTime(string time)
    {
        var point = time.IndexOf('.', StringComparison.Ordinal);
        var seconds = long.Parse(time.AsSpan(0, point), CultureInfo.InvariantCulture);
        var nanoseconds = long.Parse(time.AsSpan(point + 1).ToString().PadRight(9, '0'), CultureInfo.InvariantCulture);
        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / TicksPerNanosecondDivisor);
    }

    private static SystemCall Parse(string text, TracePoint began, TracePoint ended)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var equals = text.LastIndexOf(" = ", StringComparison.Ordinal);
        if (open < 0 || equals < open)
            throw new InvalidDataException($"This line of strace can't be read: {text[..Math.Min(text.Length, 300)]}");
        var arguments = text[(open + 1)..text.LastIndexOf(')', equals)];
        return new SystemCall(text[..open], StraceText.SplitArguments(arguments), text[(equals + 3)..], began, ended);
    }
}
