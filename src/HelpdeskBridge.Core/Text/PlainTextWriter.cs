using System.Globalization;
using System.Text;

namespace HelpdeskBridge.Text;

/// <summary>
/// Writes plain text line by line. White space and line breaks stay pending until more text follows. So no line, no block and not the whole
/// text ends with them.
/// </summary>
/// <param name="characters">The length of the document, which limits what is written of addresses.</param>
internal sealed class PlainTextWriter(int characters)
{
    private const int MaxQuoteDepth = 5;
    private const int MaxListDepth = 8;

    /// <summary>
    /// How much is written of all addresses of links: in any case, and in addition for each character. Each address is once in the document. But a
    /// link that is never closed is opened again in every paragraph, and its address would be written each time.
    /// </summary>
    private const int MaxAddressesInAnyCase = 1000;
    private const int MaxAddressesPerCharacter = 2;

    private readonly StringBuilder _text = new();
    private readonly Stack<int?> _lists = new();
    private readonly Stack<Row> _rows = new();
    private readonly Stack<int> _links = new();
    private long _addressesLeft = MaxAddressesInAnyCase + ((long)MaxAddressesPerCharacter * characters);
    private string _listMarker = "";
    private int _quotes;
    private int _quotesOfLastLine;
    private int _preserving;
    private int _pendingBreaks;

    /// <summary>Spaces that are all kept.</summary>
    private int _pendingSpaces;

    /// <summary>White space that becomes one space.</summary>
    private bool _hasPendingSpace;

    private bool _atCellStart;

    private bool AtLineStart => _text.Length == 0 || _pendingBreaks > 0 || _atCellStart;

    /// <summary>Writes text of the document. As in a browser, white space becomes one space, unless it is preserved.</summary>
    public void Write(string text)
    {
        foreach (var letter in text)
        {
            switch (letter)
            {
                case '\n' when _preserving > 0:
                    _pendingBreaks++;
                    (_pendingSpaces, _hasPendingSpace) = (0, false);
                    break;
                case '\u00A0' or '\u202F':
                case ' ' when _preserving > 0:
                    _pendingSpaces++;
                    break;
                case '\t' when _preserving > 0:
                    Append(letter);
                    break;
                case ' ' or '\t' or '\n' or '\r' or '\f':
                    _hasPendingSpace |= !AtLineStart;
                    break;
                case '\u200B' or '\u2060' or '\uFEFF' or '\u00AD':
                case var control when char.IsControl(control):
                    break;
                default:
                    Append(letter);
                    break;
            }
        }
    }

    /// <summary>Begins a new line. Two line breaks give one empty line, and so do more than two.</summary>
    public void Break() => SetPendingBreaks(_pendingBreaks + 1);

    /// <summary>Begins or ends a block.</summary>
    /// <param name="emptyLineAround">Whether an empty line separates it from its neighbours, except within a list. Null: it is no block.</param>
    public void Block(bool? emptyLineAround)
    {
        if (emptyLineAround is not { } emptyLine || _atCellStart)
            return;

        // Authors use a line of non-breaking spaces as an empty line.
        var blank = _pendingSpaces > 0 && AtLineStart ? 1 : 0;
        SetPendingBreaks(Math.Max(_pendingBreaks + blank, emptyLine && _lists.Count == 0 ? 2 : 1));
    }

    /// <summary>Begins or ends a part in which every space and line break is kept.</summary>
    public void PreserveWhitespace(bool on)
    {
        _preserving += on ? 1 : -1;
        _pendingBreaks = on ? _pendingBreaks : Math.Min(_pendingBreaks, 2);
    }

    public void BeginQuote() => _quotes++;

    public void EndQuote() => _quotes--;

    /// <param name="first">The number of the first item; null: the list has no numbers.</param>
    public void BeginList(int? first) => _lists.Push(first);

    public void EndList() => _lists.Pop();

    public void BeginItem(int? number)
    {
        if (!_lists.TryPop(out var next))
            next = null;
        else
            _lists.Push(next is null ? null : unchecked((number ?? next) + 1));
        _listMarker = next is null ? "- " : string.Create(CultureInfo.InvariantCulture, $"{number ?? next}. ");
    }

    public void EndItem() => _listMarker = "";

    public void BeginRow()
    {
        _atCellStart = false;
        _rows.Push(new Row());
    }

    public void EndRow()
    {
        _atCellStart = false;
        var inner = _rows.Pop();
        if (inner.HasText && _rows.TryPeek(out var outer))
            (outer.HasText, outer.Cells) = (true, 0);
    }

    /// <summary>Begins a cell on the same line as its row. Empty cells at the beginning and at the end of a row are not shown.</summary>
    public void BeginCell()
    {
        if (!_rows.TryPeek(out var row) || !row.HasText)
            return;
        row.Cells++;
        (_pendingBreaks, _pendingSpaces, _hasPendingSpace, _atCellStart) = (0, 0, false, true);
    }

    public void EndCell() => _pendingBreaks = Math.Min(_pendingBreaks, 1);

    public void BeginLink() => _links.Push(-1);

    /// <summary>Writes the address after the text of the link, or instead of a text that is the same address.</summary>
    public void EndLink(string? address)
    {
        var start = _links.Pop();
        if (address is not { Length: > 0 } || (_addressesLeft -= address.Length) < 0)
            return;
        var text = start < 0 || start > _text.Length ? "" : _text.ToString(start, _text.Length - start).Trim();
        if (text.Length == 0)
            Write(address);
        else if (LinkAddress.IsSameAddress(text, address))
            _text.Remove(start, _text.Length - start).Append(address);
        else if (!LinkAddress.IsSamePhoneNumber(text, address))
            _text.Append(" (").Append(address).Append(')');
    }

    public override string ToString() => _text.ToString().TrimEnd();

    private void SetPendingBreaks(int breaks)
    {
        // Only preserved white space may give more than one empty line.
        _pendingBreaks = Math.Min(breaks, Math.Max(_pendingBreaks, 2));
        (_pendingSpaces, _hasPendingSpace) = (0, false);
    }

    private void Append(char letter)
    {
        if (_text.Length == 0 || _pendingBreaks > 0)
            BeginLine();
        else if (_atCellStart && _rows.TryPeek(out var row))
            AppendCellSeparators(row);
        _text.Append(' ', _pendingSpaces + (_hasPendingSpace ? 1 : 0));
        (_pendingSpaces, _hasPendingSpace) = (0, false);
        if (_links.TryPeek(out var start) && start < 0)
        {
            _links.Pop();
            _links.Push(_text.Length);
        }

        if (_rows.TryPeek(out var current))
            current.HasText = true;
        _text.Append(letter);
    }

    private void AppendCellSeparators(Row row)
    {
        for (; row.Cells > 0; row.Cells--)
            _text.Append(" | ");
        _atCellStart = false;
    }

    private void BeginLine()
    {
        for (var left = _text.Length == 0 ? 0 : _pendingBreaks; left > 0; left--)
        {
            _text.Append('\n');
            if (left > 1)
                _text.Append(GetQuotePrefix(Math.Min(_quotesOfLastLine, _quotes)).TrimEnd());
        }

        var depth = Math.Min(_lists.Count, MaxListDepth);
        _text.Append(GetQuotePrefix(_quotes)).Append(' ', 2 * Math.Max(_listMarker.Length > 0 ? depth - 1 : depth, 0)).Append(_listMarker);
        (_listMarker, _pendingBreaks, _quotesOfLastLine, _atCellStart) = ("", 0, _quotes, false);
        if (_rows.TryPeek(out var row))
            row.Cells = 0;
    }

    private static string GetQuotePrefix(int quotes) => string.Concat(Enumerable.Repeat("> ", Math.Min(quotes, MaxQuoteDepth)));

    private sealed class Row
    {
        public bool HasText { get; set; }

        /// <summary>How many cells have begun since the last text.</summary>
        public int Cells { get; set; }
    }
}
