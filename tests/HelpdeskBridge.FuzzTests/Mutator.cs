using System.Text;

namespace HelpdeskBridge.FuzzTests;

/// <summary>
/// Makes an input out of a sample: a few changes of its bytes, or of what JSON, HTML and headers are made of. The same seed, the same input.
/// </summary>
internal sealed class Mutator(int seed, int index)
{
    private const int MaxBytes = 256 * 1024;

    private static readonly string[] Tokens =
    [
        "null", "true", "false", "0", "-1", "1e999", "9223372036854775808", "0.1", "\"\"", "{}", "[]", "{", "}", "[", "]", "\"", ",", ":", "\\",
        "\\u0000", "\\ud800", "\\udc00\\ud800", "\\u",
        "\"userId\"", "\"ticket_id\"", "\"text\"", "\"comments\"", "\"users\"", "\"id\"", "\"error\"", "\"details\"", "<", ">", "</", "<!--", "-->",
        "<script>", "<a href=\"", "<p>", "<br>", "&", "&amp;", "&#0;",
        "&#xD800;", "&#99999999;", "<![CDATA[", "]]>", "<svg><style>", "{{", "}}", "{{ticket.id}}", "%00", "%2e%2e%2f", "%C0%AF", "..", "/", "//",
        "\0", "\r\n", "\n", "\t", " ", "\u202e", "\u2028", "\ufeff",
        "é", "é", "😀", "👨‍👩‍👧‍👦", "\u0300\u0301\u0302", "İ", "ß", "bytes=", "0-", "-0", "9999999999999999999-", "total=", "remaining=-1",
        "resets=1e9", "Mon", "24:00", "25:61", "jaicp:", "zen:ticket:", "::ffff:",
        "127.1", "0x7f", "[::]", "@", "#", "?", ";", "=", "'", "$", "$(x)", "${x}", "*", "|", "Infinity", "NaN", "-0", "0001", "1_000",
        "2026-02-30T25:61:61Z", "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00Z",
    ];

    // Not HashCode.Combine, which gives other numbers in each process.
    private readonly Random _random = new(unchecked((seed * 1_000_003) + (index * 7_919)));

    public Random Random => _random;

    public T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    public byte[] Mutate(IReadOnlyList<byte[]> samples)
    {
        var input = new List<byte>(Pick(samples));
        for (var changes = _random.Next(6); changes > 0; changes--)
            Change(input, samples);
        return input.Count > MaxBytes ? [.. input[..MaxBytes]] : [.. input];
    }

    private void Change(List<byte> input, IReadOnlyList<byte[]> samples)
    {
        var at = _random.Next(input.Count + 1);
        switch (_random.Next(10))
        {
            case 0 when at < input.Count:
                input[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < input.Count:
                input[at] = (byte)_random.Next(256);
                break;
            case 2:
                input.RemoveRange(at, Math.Min(_random.Next(1 + (input.Count / 2)), input.Count - at));
                break;
            case 3:
                input.InsertRange(at, Encoding.UTF8.GetBytes(Pick(Tokens)));
                break;
            case 4:
                // A part again, so that keys come twice and lists grow.
                var length = Math.Min(_random.Next(200), input.Count - at);
                input.InsertRange(_random.Next(input.Count + 1), input.GetRange(at, length));
                break;
            case 5:
                var other = Pick(samples);
                var from = _random.Next(other.Length + 1);
                input.InsertRange(at, other.AsSpan(from, _random.Next(other.Length - from + 1)));
                break;
            case 6:
                Nest(input);
                break;
            case 7:
                input.InsertRange(at, Enumerable.Repeat((byte)Pick("a0 <&[{\"\\".ToCharArray()), _random.Next(1, 3000)));
                break;
            case 8:
                ReplaceValue(input);
                break;
            default:
                input.InsertRange(at, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, _random.Next(1, 8)).Select(_ => Pick(Tokens)))));
                break;
        }
    }

    /// <summary>Deep in itself, as JSON or HTML.</summary>
    private void Nest(List<byte> input)
    {
        var (open, close) = Pick<(string, string)>(
            [("[", "]"), ("{\"a\":", "}"), ("<div>", "</div>"), ("<a href=\"x\">", "</a>"), ("<ul><li>", "</li></ul>"), ("<b>", "")]);
        var depth = _random.Next(1, 200);
        input.InsertRange(0, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, depth))));
        input.AddRange(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(close, depth))));
    }

    /// <summary>What stands after a colon becomes something else: a number where a text was, a list where a number was.</summary>
    private void ReplaceValue(List<byte> input)
    {
        var colons = input.Select((value, place) => (value, place)).Where(pair => pair.value == ':').Select(pair => pair.place).ToList();
        if (colons.Count == 0)
            return;
        var begin = Pick(colons) + 1;
        var end = begin;
        while (end < input.Count && input[end] is not ((byte)',' or (byte)'}' or (byte)']'))
            end++;
        input.RemoveRange(begin, end - begin);
        input.InsertRange(begin, Encoding.UTF8.GetBytes(Pick(Tokens)));
    }
}
