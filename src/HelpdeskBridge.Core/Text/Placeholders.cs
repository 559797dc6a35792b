using System.Text;

namespace HelpdeskBridge.Text;

/// <summary>Fills in <c>{placeholders}</c>.</summary>
internal static class Placeholders
{
    /// <summary>In one pass: what is filled in may hold braces of its own.</summary>
    public static string Fill(string text, params ReadOnlySpan<(string Placeholder, string Value)> values)
    {
        var filled = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var (length, said) = (1, text.Substring(at, 1));
            foreach (var (placeholder, value) in values)
            {
                if (text[at] == '{' && text.AsSpan(at).StartsWith("{" + placeholder + "}", StringComparison.Ordinal))
                    (length, said) = (placeholder.Length + 2, value);
            }

            filled.Append(said);
            at += length;
        }

        return filled.ToString();
    }
}
