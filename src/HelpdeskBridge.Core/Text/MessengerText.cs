namespace HelpdeskBridge.Text;

/// <summary>Plain text of agents, as messengers show it.</summary>
internal static class MessengerText
{
    /// <summary>Every kind of line end becomes one. Blanks before it are left out, and so are empty lines at both ends.</summary>
    public static string FromPlainText(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim();
}
