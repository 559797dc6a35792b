namespace HelpdeskBridge.CrashTests.PowerCut.Tracing;

/// <summary>How strace writes arguments with <c>-xx -y</c>: every string in hexadecimal, and the path of a descriptor behind its number.</summary>
internal static class StraceText
{
    private const int CharsPerByte = 4;

    /// <summary>Writes a path as strace does, so that it can be searched for.</summary>
    public static string Encode(string path) => string.Concat(System.Text.Encoding.UTF8.GetBytes(path).Select(b => $"\\x{b:x2}"));

    /// <summary>The bytes of a string with or without its quotes.</summary>
    public static byte[] DecodeBytes(ReadOnlySpan<char> text)
    {
        text = text.Trim('"');
        if (text.EndsWith("..."))
            throw new InvalidDataException("strace has cut off what was written, so the record is not complete.");
        var bytes = new byte[text.Length / CharsPerByte];
        for (var i = 0; i < bytes.Length; i++)
        {
            var at = i * CharsPerByte;
            if (text[at] != '\\' || text[at + 1] != 'x')
                throw new InvalidDataException($"This is not a string in hexadecimal: {text}");
            bytes[i] = (byte)((Convert.ToInt32(text[at + 2].ToString(), 16) << 4) | Convert.ToInt32(text[at + 3].ToString(), 16));
        }

        return bytes;
    }

    public static string DecodePath(ReadOnlySpan<char> text) => System.Text.Encoding.UTF8.GetString(DecodeBytes(text));

    /// <summary>The path of a descriptor, such as <c>5&lt;…&gt;</c>; null: it has none, or its file was deleted.</summary>
    public static string? FindPath(string descriptor)
    {
        var (from, to) = (descriptor.IndexOf('<', StringComparison.Ordinal), descriptor.LastIndexOf('>'));
        if (from < 0 || to < from || descriptor.EndsWith("(deleted)", StringComparison.Ordinal) || descriptor[from + 1] != '\\')
            return null;
        var path = DecodePath(descriptor.AsSpan()[(from + 1)..to]);
        return path.EndsWith(" (deleted)", StringComparison.Ordinal) ? null : path;
    }

    /// <summary>Splits arguments at their commas. No string contains one, because it is in hexadecimal.</summary>
    public static IReadOnlyList<string> SplitArguments(string arguments)
    {
        var found = new List<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case '"':
                    i = arguments.IndexOf('"', i + 1);
                    break;
                case '{' or '[' or '(':
                    depth++;
                    break;
                case '}' or ']' or ')':
                    depth--;
                    break;
                case ',' when depth == 0:
                    found.Add(arguments[start..i].Trim());
                    start = i + 1;
                    break;
                default:
                    break;
            }
        }

        found.Add(arguments[start..].Trim());
        return found;
    }
}
