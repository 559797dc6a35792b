using System.Text;

namespace HelpdeskBridge.Text;

/// <summary>Replaces <c>{placeholders}</c> in a text.</summary>
internal static class Placeholders
{
    /// <summary>Replaces all placeholders in one pass, because a value may itself contain text in braces.</summary>
    public static string Fill(string text, params ReadOnlySpan<(string Placeholder, string Value)> values)
    {
        var filled = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var (length, replacement) = (1, text.Substring(at, 1));
            foreach (var (placeholder, value) in values)
            {
                if (text[at] == '{' && text.AsSpan(at).StartsWith("{" + placeholder + "}", StringComparison.Ordinal))
                    (length, replacement) = (placeholder.Length + 2, value);
            }

            filled.Append(replacement);
            at += length;
        }

        return filled.ToString();
    }
}
