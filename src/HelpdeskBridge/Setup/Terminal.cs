using System.Text;

namespace HelpdeskBridge.Setup;

/// <summary>Asks questions on a terminal. If the input is redirected, each answer is a line of it.</summary>
internal static class Terminal
{
    public static void Say(string text) => Console.Out.WriteLine(text);

    /// <returns>The answer without spaces around it; null: the input has ended.</returns>
    public static string? Ask(string question)
    {
        Console.Out.Write(question + " ");
        return Finish(Console.In.ReadLine());
    }

    /// <summary>Asks for a secret, which is not echoed.</summary>
    public static string? AskSecret(string question)
    {
        if (Console.IsInputRedirected)
            return Ask(question);
        Console.Out.Write(question + " ");
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        Console.Out.WriteLine();
        return typed.ToString().Trim();
    }

    /// <summary>A redirected answer is not on the screen, so the line ends here.</summary>
    private static string? Finish(string? answer)
    {
        if (Console.IsInputRedirected)
            Console.Out.WriteLine();
        return answer?.Trim();
    }
}
