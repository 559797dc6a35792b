using System.Text.RegularExpressions;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>What the documents say about the code is true.</summary>
public sealed partial class DocumentationTests
{
    [Theory]
    [InlineData("README.md", 25)]
    [InlineData("docs/architecture.md", 1)]
    [InlineData("CONTRIBUTING.md", 3)]
    [InlineData("docs/deploying.md", 2)]
    public void Every_path_it_names_exists(string document, int atLeast)
    {
        string[] paths = [.. SourcePath().Matches(Read(document)).Select(match => match.Groups[1].Value).Distinct()];

        paths.Length.ShouldBeGreaterThanOrEqualTo(atLeast);
        paths.Where(path => !Path.Exists(Path.Combine(SourceTree.Root, path))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("docs/architecture.md")]
    [InlineData("docs/reliability.md")]
    [InlineData("docs/security.md")]
    [InlineData("docs/features.md")]
    [InlineData("docs/setup.md")]
    [InlineData("docs/deploying.md")]
    [InlineData("docs/operating.md")]
    public void Every_link_within_the_repository_leads_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(SourceTree.Root, document))!;

        Link().Matches(Read(document)).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, link.Split('#')[0]))).ShouldBeEmpty();
    }

    /// <summary>A reader follows a message through about fifteen files in each direction.</summary>
    [Fact]
    public void The_way_of_a_message_is_about_fifteen_files_in_each_direction()
    {
        var ways = Read("README.md").Split("**From the ").Skip(1).Select(way => ListedFile().Count(way)).ToList();

        ways.Count.ShouldBe(2);
        ways.ShouldAllBe(files => files >= 8 && files <= 16);
    }

    /// <summary>The table of modules and the list that the architecture test holds are the same.</summary>
    [Fact]
    public void The_architecture_page_names_every_module()
    {
        var cells = string.Join('\n', Read("docs/architecture.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|')[1]));

        ArchitectureTests.TopModules.Where(module => !Regex.IsMatch(cells, $"[`/]{Regex.Escape(module)}`")).ShouldBeEmpty();
    }

    [Fact]
    public void Each_term_of_the_glossary_has_one_line_and_they_are_sorted()
    {
        var terms = Read("docs/glossary.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Split('|')[1].Trim()).ToList();

        terms.Count.ShouldBeGreaterThan(30);
        terms.ShouldBe(terms.Order(StringComparer.Ordinal));
        terms.ShouldBeUnique();
    }

    private static string Read(string document) => File.ReadAllText(Path.Combine(SourceTree.Root, document));

    [GeneratedRegex(@"`((?:src|tests|samples|docs)/[A-Za-z0-9_./-]+)`")]
    private static partial Regex SourcePath();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\d+\. `src/", RegexOptions.Multiline)]
    private static partial Regex ListedFile();
}
