using System.Reflection;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>The table of features names tests; each of them is there.</summary>
public sealed partial class FeatureTableTests
{
    private static readonly string[] Named = [.. TestName().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "features.md"))).Select(match => match.Groups[1].Value)];

    [Fact]
    public void Every_test_it_names_exists()
    {
        var tests = typeof(FeatureTableTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(method => method.GetCustomAttributes<FactAttribute>().Any()).Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet();

        Named.Length.ShouldBeGreaterThan(80);
        Named.Where(name => !tests.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_line_of_its_tables_names_a_test() =>
        File.ReadLines(Path.Combine(SourceTree.Root, "docs", "features.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.Contains("shown by", StringComparison.Ordinal) && !TestName().IsMatch(line))
            .ShouldBeEmpty();

    [GeneratedRegex("`([A-Za-z]+Tests\\.[A-Za-z0-9_]+)`")]
    private static partial Regex TestName();
}
