using System.Globalization;
using System.Text;

namespace HelpdeskBridge.FuzzTests.WorstInputs;

/// <summary>An input of any size that costs as much as possible.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Create">Creates the input, with about as many characters as asked for and never more.</param>
internal sealed record WorstInput(string Name, Func<int, string> Create)
{
    public override string ToString() => Name;

    /// <summary>One unit again and again.</summary>
    public static WorstInput Repeating(string name, string unit, string before = "", string after = "") => new(name, length =>
        before + string.Concat(Enumerable.Repeat(unit, Math.Max(0, length - before.Length - after.Length) / unit.Length)) + after);

    /// <summary>Units that differ by their number.</summary>
    public static WorstInput Counting(string name, Func<string, string> unit, string separator = "", string before = "", string after = "") =>
        new(name, length =>
        {
            var text = new StringBuilder(before, length);
            for (var i = 0; ; i++)
            {
                var next = (i > 0 ? separator : "") + unit(i.ToString("x", CultureInfo.InvariantCulture));
                if (text.Length + next.Length + after.Length > length)
                    return text.Append(after).ToString();
                text.Append(next);
            }
        });

    /// <summary>One half opens and the other closes, both as deep as the length allows.</summary>
    public static WorstInput Nesting(string name, string open, string close) => new(name, length =>
    {
        var depth = length / (open.Length + close.Length);
        return string.Concat(Enumerable.Repeat(open, depth)) + string.Concat(Enumerable.Repeat(close, depth));
    });

    /// <summary>The same input within something else.</summary>
    public WorstInput Within(string before, string after) =>
        new(Name, length => before + Create(length - before.Length - after.Length) + after);
}
