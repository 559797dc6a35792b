using System.Text;

namespace HelpdeskBridge.Conversations;

/// <summary>
/// What a long first text becomes: bots like to send what was said before the hand-over as the client's first text. Agents read all of it in internal
/// notes, and the client's last words in the ticket's first comment. It is a pure function.
/// </summary>
/// <param name="Folded">All of the text. Where turns are recognised, each is one line.</param>
/// <param name="LastWords">The client's last turn, or else the end of the text.</param>
internal sealed record Transcript(string Folded, string LastWords)
{
    /// <summary>Stands for a line break within a turn.</summary>
    private const string LineBreak = " ↵ ";

    /// <summary>How much of a text without turns is the client's last words.</summary>
    private const int MaxCharactersOfEnd = 2000;

    /// <summary>A shorter one is quickly read as it is.</summary>
    private const int MinCharacters = 1000;

    /// <summary>
    /// A client can't send a longer text in one message of a messenger, so a longer one with turns comes from the bot, whoever speaks in them. A
    /// shorter one is a transcript if it has turns of the client and of somebody else.
    /// </summary>
    private const int MaxCharactersOfClient = TextSplitter.MaxUnits;

    /// <param name="text">The first text of a hand-over.</param>
    /// <param name="clientName">The client's name, which may stand before the client's turns; null: it is not known.</param>
    /// <returns>Null: it is what the client wrote. So is a text of any length without turns.</returns>
    public static Transcript? Find(string text, string? clientName)
    {
        if (text.Length <= MinCharacters || TextSplitter.IsBlank(text))
            return null;
        var turns = ReadTurns(text.ReplaceLineEndings("\n").Split('\n'), clientName);
        var isTranscript = text.Length > MaxCharactersOfClient ? HasTurns(turns) : Has(turns, Speaker.Client) && Has(turns, Speaker.Other);
        return isTranscript ? Create(text, turns) : null;
    }

    /// <summary>The text, whatever its length, as if it were long.</summary>
    internal static Transcript Read(string text, string? clientName) =>
        Create(text, ReadTurns(text.ReplaceLineEndings("\n").Split('\n'), clientName));

    private static Transcript Create(string text, List<Turn> turns) => HasTurns(turns)
        ? new Transcript(Fold(turns), FindLastWords(turns) ?? TakeEnd(text))
        : new Transcript(text, TakeEnd(text));

    private static bool HasTurns(List<Turn> turns) => turns.Count(turn => turn.Head is not null) > 1;

    private static bool Has(List<Turn> turns, Speaker speaker) => turns.Exists(turn => turn.Head?.Speaker == speaker);

    private static List<Turn> ReadTurns(string[] lines, string? clientName)
    {
        var heads = lines.Select(line => TurnHead.Parse(line, clientName)).ToList();

        // A line that begins with an arrow may also be a quotation. Turns have arrows in both directions.
        if (heads.Where(head => head?.Arrow is not null).DistinctBy(head => head!.Arrow).Count() < 2)
            heads = heads.ConvertAll(head => head?.IsArrowOnly == true ? null : head);
        var turns = new List<Turn>();
        foreach (var (line, head) in lines.Zip(heads))
        {
            if (head is not null || turns.Count == 0)
                turns.Add(new Turn(head, [line]));
            else
                turns[^1].Lines.Add(line);
        }

        return turns;
    }

    /// <summary>What stands before the first turn is left as it is.</summary>
    private static string Fold(List<Turn> turns)
    {
        var text = new StringBuilder();
        foreach (var turn in turns)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(turn.Head is null
                ? string.Join('\n', turn.Lines).Trim('\n')
                : string.Join(LineBreak, turn.Lines.Select(line => line.TrimEnd()).Where(line => line.Length > 0)));
        }

        return text.ToString();
    }

    /// <summary>Where no turn is known to be the client's, it is the last one that is not known to be somebody else's.</summary>
    /// <returns>Null: there is none.</returns>
    private static string? FindLastWords(List<Turn> turns) =>
        FindLast(turns, Speaker.Client) ?? FindLast(turns, Speaker.Unknown);

    private static string? FindLast(List<Turn> turns, Speaker speaker) => turns.AsEnumerable().Reverse()
        .Where(turn => turn.Head?.Speaker == speaker).Select(turn => turn.Words).FirstOrDefault(words => !TextSplitter.IsBlank(words));

    /// <summary>The last paragraph; or, of a long one, its last lines; or, of a long line, its last words.</summary>
    private static string TakeEnd(string text)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        var count = Array.FindLastIndex(lines, line => !TextSplitter.IsBlank(line)) + 1;
        if (count == 0)
            return "";
        lines[count - 1] = lines[count - 1].TrimEnd();
        var (length, start) = (0, count);
        while (start > 0 && !TextSplitter.IsBlank(lines[start - 1]) && length + lines[start - 1].Length <= MaxCharactersOfEnd)
            length += lines[--start].Length + 1;
        if (start < count)
            return string.Join('\n', lines, start, count - start).Trim();
        var end = lines[count - 1][^MaxCharactersOfEnd..];
        var space = end.IndexOf(' ', StringComparison.Ordinal);
        return "…" + (space >= 0 ? end[(space + 1)..] : char.IsLowSurrogate(end[0]) ? end[1..] : end);
    }

    /// <param name="Head">How it begins; null for what stands before the first turn.</param>
    /// <param name="Lines">Its lines, the first one with the head.</param>
    private sealed record Turn(TurnHead? Head, List<string> Lines)
    {
        public string Words => string.Join('\n', Lines)[(Head?.Length ?? 0)..].Trim();
    }
}
