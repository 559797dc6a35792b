using System.Text.RegularExpressions;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>Every document, wherever it is: its links lead somewhere, and the README leads to it.</summary>
public sealed partial class DocumentLinkTests
{
    private static readonly string[] Documents =
        [
            .. Directory.EnumerateFiles(SourceTree.Root, "*.md"),
            .. Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs"), "*.md", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "samples"), "README.md", SearchOption.AllDirectories),
        ];

    [Fact]
    public void Every_link_leads_to_a_file_and_to_a_heading_in_it()
    {
        var links = Documents.SelectMany(document => GetLinks(document).Select(link => (Document: document, Link: link))).ToList();

        links.Count.ShouldBeGreaterThan(40);
        links.Where(link => !LeadsSomewhere(link.Document, link.Link))
            .Select(link => $"{Path.GetRelativePath(SourceTree.Root, link.Document)}: {link.Link}").ShouldBeEmpty();
    }

    [Fact]
    public void The_readme_links_every_page_of_the_documentation_and_every_sample()
    {
        var linked = GetLinks(Path.Combine(SourceTree.Root, "README.md")).Select(link => link.Split('#')[0]).ToHashSet();

        Documents.Select(document => Path.GetRelativePath(SourceTree.Root, document).Replace('\\', '/'))
            .Where(document => document != "README.md" && !document.StartsWith("docs/decisions/", StringComparison.Ordinal))
            .Where(document => !linked.Contains(document)).ShouldBeEmpty();
    }

    private static IEnumerable<string> GetLinks(string document) =>
        Link().Matches(File.ReadAllText(document)).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal));

    private static bool LeadsSomewhere(string document, string link)
    {
        var (path, heading) = link.Split('#') is [var file, var anchor] ? (file, anchor) : (link, "");
        var target = path.Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, path);
        return Path.Exists(target) && (heading.Length == 0 || GetAnchors(target).Contains(heading));
    }

    /// <summary>The anchors of headings, as GitHub makes them.</summary>
    private static IEnumerable<string> GetAnchors(string document) =>
        File.ReadLines(document).Where(line => line.StartsWith('#'))
            .Select(line => NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchor();
}
