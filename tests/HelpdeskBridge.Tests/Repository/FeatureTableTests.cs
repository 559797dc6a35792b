using System.Reflection;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>The tables of features and of threats and the answers to questions name tests; each of them is there.</summary>
public sealed partial class FeatureTableTests
{
    private static readonly string[] OtherPrograms = ["HelpdeskBridge.CrashTests", "HelpdeskBridge.LiveTests"];

    [Theory]
    [InlineData("features.md", 80)]
    [InlineData("security.md", 35)]
    [InlineData("faq.md", 25)]
    public void Every_test_it_names_exists(string document, int atLeast)
    {
        string[] named = [.. TestName().Matches(File.ReadAllText(GetPath(document))).Select(match => match.Groups[1].Value)];
        var tests = typeof(FeatureTableTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
                .Where(method => method.GetCustomAttributes<FactAttribute>().Any()).Select(method => $"{type.Name}.{method.Name}"))
            .Concat(ListTestsOfOtherPrograms())
            .ToHashSet();

        named.Length.ShouldBeGreaterThan(atLeast);
        named.Where(name => !tests.Contains(name) && !name.StartsWith("FuzzTests.", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("features.md")]
    [InlineData("security.md")]
    public void Every_line_of_its_tables_names_a_test(string document) =>
        File.ReadLines(GetPath(document))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.Contains("shown by", StringComparison.Ordinal)
                && !TestName().IsMatch(line))
            .ShouldBeEmpty();

    /// <summary>The crash suite and the live tests, by their source.</summary>
    private static IEnumerable<string> ListTestsOfOtherPrograms() =>
        from project in OtherPrograms
        from file in Directory.GetFiles(Path.Combine(SourceTree.Root, "tests", project), "*Tests.cs", SearchOption.AllDirectories)
        from test in PublicTask().Matches(File.ReadAllText(file))
        select $"{Path.GetFileNameWithoutExtension(file)}.{test.Groups[1].Value}";

    private static string GetPath(string document) => Path.Combine(SourceTree.Root, "docs", document);

    [GeneratedRegex("    public (?:async )?Task ([A-Za-z0-9_]+)\\(")]
    private static partial Regex PublicTask();

    [GeneratedRegex("`([A-Za-z]+Tests\\.[A-Za-z0-9_]+)`")]
    private static partial Regex TestName();
}
