namespace HelpdeskBridge.RequestTracker.Attachments;

/// <summary>
/// Finds the string <c>Content</c> among the members of a JSON object, a piece at a time, and copies its base64 characters. White space in it is
/// left out; what else is no base64 is copied, so that it is noticed. Other members may come before it, and may contain the same word.
/// </summary>
internal sealed class ContentScanner
{
    private const int HexDigits = 4;

    /// <summary>Stands for a character that is neither base64 nor white space.</summary>
    private const byte NoBase64 = (byte)'!';

    private enum Place
    {
        /// <summary>Between names and values.</summary>
        Outside,

        /// <summary>In a name or in another string.</summary>
        Text,

        /// <summary>In the string that is looked for.</summary>
        Content,
    }

    private readonly List<byte> _text = [];
    private Place _place;
    private int _depth;
    private bool _isEscaped;
    private bool _isName;
    private bool _isWanted;
    private int _hexDigits;
    private int _escaped;

    /// <summary>Whether the whole string was seen, or the object ended without it.</summary>
    public bool IsComplete { get; private set; }

    /// <returns>How many characters were copied to the target.</returns>
    public int Scan(ReadOnlySpan<byte> piece, Span<byte> target)
    {
        var count = 0;
        foreach (var character in piece)
        {
            if (IsComplete)
                break;
            if (_place == Place.Outside)
                ScanOutside(character);
            else if ((_hexDigits > 0 ? ScanHexDigit(character) : ScanString(character)) is { } copied)
                target[count++] = copied;
        }

        return count;
    }

    private void ScanOutside(byte character)
    {
        switch (character)
        {
            case (byte)'{' or (byte)'[':
                _depth++;
                _isName = character == '{';
                break;
            case (byte)'}' or (byte)']':
                _depth--;
                IsComplete = _depth == 0;
                break;
            case (byte)',':
                // Only names of the outermost object matter.
                _isName = _depth == 1;
                _isWanted = false;
                break;
            case (byte)':':
                _isWanted = _depth == 1 && _text.Count == "Content"u8.Length && _text.ToArray().AsSpan().SequenceEqual("Content"u8);
                _isName = false;
                break;
            case (byte)'"':
                _place = _isWanted && !_isName ? Place.Content : Place.Text;
                _text.Clear();
                break;
        }
    }

    /// <summary>Some writers of JSON escape a plus sign so.</summary>
    private byte? ScanHexDigit(byte character)
    {
        _escaped = (_escaped * 16) + (char.IsAsciiHexDigit((char)character) ? Convert.ToInt32(((char)character).ToString(), 16) : 0);
        return --_hexDigits == 0 ? Take(_escaped < 127 ? (byte)_escaped : NoBase64) : null;
    }

    private byte? ScanString(byte character)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
            (_hexDigits, _escaped) = (character == 'u' ? HexDigits : 0, 0);
            return character switch
            {
                (byte)'u' => null,
                (byte)'n' or (byte)'r' or (byte)'t' => Take((byte)' '),
                (byte)'/' => Take(character),
                _ => Take(NoBase64),
            };
        }

        switch (character)
        {
            case (byte)'\\':
                _isEscaped = true;
                return null;
            case (byte)'"':
                IsComplete = _place == Place.Content;
                _place = Place.Outside;
                return null;
            default:
                return Take(character);
        }
    }

    private byte? Take(byte character)
    {
        // A name is short; of longer texts the beginning is enough to tell them from it.
        if (_place == Place.Text && _text.Count <= "Content"u8.Length)
            _text.Add(character);
        return _place == Place.Content && character is not ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r') ? character : null;
    }
}
