using System.Globalization;
using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>Nothing is given up that could have been delivered: it was refused for good, or the other side did not take it for long enough.</summary>
internal static class DeadLetterCheck
{
    private const string GivenUp = "given up after ";

    /// <summary>The default of <c>Delivery:GiveUpAfter</c>.</summary>
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);

    public static IEnumerable<Breach> FindBreaches(ClientHistory history) =>
        from letter in history.DeadLetters
        where !IsJustified(history, letter)
        let what = $"{letter.Kind}{letter.Number?.ToString("' #'0", CultureInfo.InvariantCulture)} was given up without need: {letter.Reason}"
        select new Breach(history.UserId, BreachKind.Lost, what);

    /// <summary>A ticket that is closed refuses what is written into it, and it may have been closed at any time.</summary>
    private static bool IsJustified(ClientHistory history, DeadLetter letter) => FindWait(letter) is { } wait
        ? wait >= GiveUpAfter
        : history.Tickets.Any(ticket => ticket.IsClosed) || history.Refusals.Any(refusal => IsAbout(refusal, history, letter));

    private static TimeSpan? FindWait(DeadLetter letter) => letter.Reason.StartsWith(GivenUp, StringComparison.Ordinal)
        ? TimeSpan.ParseExact(letter.Reason[GivenUp.Length..].Split(": ")[0], @"d\.hh\:mm\:ss", CultureInfo.InvariantCulture)
        : null;

    private static bool IsAbout(Refusal refusal, ClientHistory history, DeadLetter letter) =>
        refusal.IsByHelpdesk == (letter.Direction == "toHelpdesk")
        && (letter.Number is { } number ? MessageText.FindNumbers(refusal.Body, history.UserId).Contains(number)
            : refusal.IsByHelpdesk ? history.Tickets.Any(ticket => refusal.Path.Contains($"/{ticket.Id}", StringComparison.Ordinal))
            : refusal.Body.Contains($"\"{history.UserId}\"", StringComparison.Ordinal));
}
