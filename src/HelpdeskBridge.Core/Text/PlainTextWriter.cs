using System.Globalization;
using System.Text;

namespace HelpdeskBridge.Text;

/// <summary>
/// Puts plain text together line by line. White space and line breaks are owed until something to read follows them, so none is left
/// over at the end of a line, of a block or of the text.
/// </summary>
internal sealed class PlainTextWriter
{
    private const int DeepestQuote = 5;
    private const int DeepestList = 8;

    private readonly StringBuilder _text = new();
    private readonly Stack<int?> _lists = new();
    private readonly Stack<Row> _rows = new();
    private readonly Stack<int> _links = new();
    private string _marker = "";
    private int _quotes;
    private int _quotesOfLastLine;
    private int _preserving;
    private int _breaks;
    private int _spaces;
    private bool _space;
    private bool _atCellStart;

    private bool AtLineStart => _text.Length == 0 || _breaks > 0 || _atCellStart;

    /// <summary>Text as it stands in the source: white space is one space, as a browser shows it, unless it is preserved.</summary>
    public void Write(string text)
    {
        foreach (var letter in text)
        {
            switch (letter)
            {
                case '\n' when _preserving > 0:
                    _breaks++;
                    (_spaces, _space) = (0, false);
                    break;
                case '\u00A0' or '\u202F':
                case ' ' when _preserving > 0:
                    _spaces++;
                    break;
                case '\t' when _preserving > 0:
                    Put(letter);
                    break;
                case ' ' or '\t' or '\n' or '\r' or '\f':
                    _space |= !AtLineStart;
                    break;
                case '\u200B' or '\u2060' or '\uFEFF' or '\u00AD':
                case var control when char.IsControl(control):
                    break;
                default:
                    Put(letter);
                    break;
            }
        }
    }

    /// <summary>The next text begins on a new line; two of them leave a line empty, more leave no more.</summary>
    public void Break() => Owe(_breaks + 1);

    /// <summary>Begins or ends a block.</summary>
    /// <param name="apart">An empty line between it and its neighbours; not in lists, which would fall apart. Null: no block.</param>
    public void Block(bool? apart)
    {
        if (apart is not { } emptyLine || _atCellStart)
            return;

        // A line of spaces that don't collapse is an empty line somebody meant.
        var blank = _spaces > 0 && AtLineStart ? 1 : 0;
        Owe(Math.Max(_breaks + blank, emptyLine && _lists.Count == 0 ? 2 : 1));
    }

    /// <summary>Begins or ends a place where every space and line break counts.</summary>
    public void Preserve(bool on)
    {
        _preserving += on ? 1 : -1;
        _breaks = on ? _breaks : Math.Min(_breaks, 2);
    }

    public void BeginQuote() => _quotes++;

    public void EndQuote() => _quotes--;

    /// <param name="first">Number of the first item; null: no numbers.</param>
    public void BeginList(int? first) => _lists.Push(first);

    public void EndList() => _lists.Pop();

    public void BeginItem(int? number)
    {
        if (!_lists.TryPop(out var next))
            next = null;
        else
            _lists.Push(next is null ? null : unchecked((number ?? next) + 1));
        _marker = next is null ? "- " : string.Create(CultureInfo.InvariantCulture, $"{number ?? next}. ");
    }

    public void EndItem() => _marker = "";

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

    /// <summary>Stays on the row's line; cells before the first text of a row and after its last one are not shown.</summary>
    public void BeginCell()
    {
        if (!_rows.TryPeek(out var row) || !row.HasText)
            return;
        row.Cells++;
        (_breaks, _spaces, _space, _atCellStart) = (0, 0, false, true);
    }

    public void EndCell() => _breaks = Math.Min(_breaks, 1);

    public void BeginLink() => _links.Push(-1);

    /// <summary>The link's words and its address, or the address alone where the words say the same.</summary>
    public void EndLink(string? address)
    {
        var start = _links.Pop();
        if (address is not { Length: > 0 })
            return;
        var words = start < 0 || start > _text.Length ? "" : _text.ToString(start, _text.Length - start).Trim();
        if (words.Length == 0)
            Write(address);
        else if (LinkAddress.IsSaidBy(words, address))
            _text.Remove(start, _text.Length - start).Append(address);
        else if (!LinkAddress.IsNumberOf(words, address))
            _text.Append(" (").Append(address).Append(')');
    }

    public override string ToString() => _text.ToString().TrimEnd();

    private void Owe(int breaks)
    {
        // More than two come only from preserved lines.
        _breaks = Math.Min(breaks, Math.Max(_breaks, 2));
        (_spaces, _space) = (0, false);
    }

    private void Put(char letter)
    {
        if (_text.Length == 0 || _breaks > 0)
            BeginLine();
        else if (_atCellStart && _rows.TryPeek(out var row))
            Separate(row);
        _text.Append(' ', _spaces + (_space ? 1 : 0));
        (_spaces, _space) = (0, false);
        if (_links.TryPeek(out var start) && start < 0)
        {
            _links.Pop();
            _links.Push(_text.Length);
        }

        if (_rows.TryPeek(out var current))
            current.HasText = true;
        _text.Append(letter);
    }

    private void Separate(Row row)
    {
        for (; row.Cells > 0; row.Cells--)
            _text.Append(" | ");
        _atCellStart = false;
    }

    private void BeginLine()
    {
        for (var left = _text.Length == 0 ? 0 : _breaks; left > 0; left--)
        {
            _text.Append('\n');
            if (left > 1)
                _text.Append(Quoting(Math.Min(_quotesOfLastLine, _quotes)).TrimEnd());
        }

        var depth = Math.Min(_lists.Count, DeepestList);
        _text.Append(Quoting(_quotes)).Append(' ', 2 * Math.Max(_marker.Length > 0 ? depth - 1 : depth, 0)).Append(_marker);
        (_marker, _breaks, _quotesOfLastLine, _atCellStart) = ("", 0, _quotes, false);
        if (_rows.TryPeek(out var row))
            row.Cells = 0;
    }

    private static string Quoting(int quotes) => string.Concat(Enumerable.Repeat("> ", Math.Min(quotes, DeepestQuote)));

    /// <summary>A row of a table.</summary>
    private sealed class Row
    {
        public bool HasText { get; set; }

        /// <summary>Cells begun since the last text.</summary>
        public int Cells { get; set; }
    }
}
