using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.Conversations;

/// <summary>Whose turn it is in a transcript.</summary>
internal enum Speaker
{
    Unknown,
    Client,
    Other,
}

/// <summary>The beginning of a line that begins a turn of a transcript: a time, an arrow, a speaker, or several of them.</summary>
/// <param name="Speaker">Whose turn it is.</param>
/// <param name="Length">How many characters of the line it takes.</param>
internal sealed partial record TurnHead(Speaker Speaker, int Length)
{
    /// <summary>A head is at the beginning of a line. Looking no further keeps the time in proportion to the number of lines.</summary>
    private const int MaxCharacters = 160;

    /// <summary>One of these stands in every head. Most lines have none, and are not looked at any closer.</summary>
    private static readonly SearchValues<char> SignsOfHead = SearchValues.Create(":：<>→←");

    private static readonly FrozenSet<string> Clients = ToSet(
        "client", "customer", "user", "visitor", "guest", "human", "caller",
        "клиент", "пользователь", "покупатель", "заказчик", "посетитель", "гость", "абонент");

    private static readonly FrozenSet<string> Others = ToSet(
        "bot", "chatbot", "chat bot", "robot", "assistant", "virtual assistant", "ai", "agent", "operator", "support", "system",
        "бот", "чат-бот", "робот", "ассистент", "помощник", "виртуальный помощник", "оператор", "агент", "поддержка", "система");

    /// <summary>The direction of an arrow at the beginning: &lt; or &gt;; null: there is none.</summary>
    public char? Arrow { get; private init; }

    /// <summary>Whether nothing but the arrow makes it a head.</summary>
    public bool IsArrowOnly { get; private init; }

    /// <param name="line">A line.</param>
    /// <param name="clientName">The client's name; null: it is not known.</param>
    /// <returns>Null: the line begins no turn.</returns>
    public static TurnHead? Parse(string line, string? clientName)
    {
        var start = line.AsSpan(0, Math.Min(line.Length, MaxCharacters));
        if (!start.ContainsAny(SignsOfHead))
            return null;
        var match = Head().Match(start.Length < line.Length ? start.ToString() : line);
        if (!match.Success || match.Length == 0)
            return null;
        var (hasTime, arrow) = (match.Groups["time"].Success, match.Groups["arrow"]);
        var speaker = GetSpeaker(match.Groups["who"].Value, clientName);

        // A name alone says too little: "Note: …" begins many a line.
        if (speaker == Speaker.Unknown && !hasTime && !arrow.Success)
            return null;
        return new TurnHead(speaker, match.Length)
        {
            Arrow = arrow.Success ? (arrow.ValueSpan.ContainsAny('>', '→') ? '>' : '<') : null,
            IsArrowOnly = speaker == Speaker.Unknown && !hasTime,
        };
    }

    private static Speaker GetSpeaker(string name, string? clientName) =>
        name.Length == 0 ? Speaker.Unknown
        : Clients.Contains(name) || name.Equals(clientName?.Trim(), StringComparison.OrdinalIgnoreCase) ? Speaker.Client
        : Others.Contains(name) ? Speaker.Other
        : Speaker.Unknown;

    private static FrozenSet<string> ToSet(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Such as "Bot: ", "- **Client** (12:34): ", "[2026-11-23 12:34:56] Ann: ", "12:34 ", "→ ", "Пользователь: ". A time may stand before or behind
    /// the speaker.
    /// </summary>
    [GeneratedRegex(
        """
        ^\s*(?:[-*•]\s+)?
        (?:[\[(]?(?<time>(?:(?:\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{2,4})(?:T|,?\s))?\d\d?:\d\d(?::\d\d(?:[.,]\d{1,6})?)?
            (?:\s?(?:Z|[ap]\.?m\.?|[+-]\d\d:?\d\d))?)(?:[\])][:,]?\s*|[:,]?\s+|$)(?:[-–—|]\s+)?)?
        (?:(?<arrow>->|=>|→|>>?|<-|<=|←|<<?)\s+)?
        (?:(?:\*\*|__)?(?<who>\p{L}[\p{L}\p{N}\ ._'-]{0,39}?)(?:\*\*|__)?
            (?:\s?[\[(](?:[^\])]{0,40})[\])])?(?:\*\*|__)?\s?[:：](?:\*\*|__)?(?!//)\s*)?
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Head();
}
