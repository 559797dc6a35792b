using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>What the service is made of: versions locked, licences known, and listed as they are.</summary>
public sealed partial class SupplyTests
{
    private static readonly string[] Licences = ["MIT", "Apache-2.0", "BSD-3-Clause", "PostgreSQL"];

    /// <summary>Every package the service stands on, by its lock file: also those that packages bring.</summary>
    private static readonly (string Name, string Version)[] Packages =
    [
        .. JsonNode.Parse(File.ReadAllText(Path.Combine(SourceTree.GetFolder("HelpdeskBridge"), "packages.lock.json")))!["dependencies"]!["net10.0"]!
            .AsObject()
            .Where(package => (string?)package.Value!["type"] != "Project")
            .Select(package => (package.Key, (string)package.Value!["resolved"]!)),
    ];

    [Fact]
    public void Every_project_locks_its_packages() =>
        Directory.EnumerateFiles(SourceTree.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(project => !File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")))
            .ShouldBeEmpty();

    [Fact]
    public void Every_package_has_a_licence_that_was_agreed_to() =>
        Packages.Select(package => $"{package.Name}: {GetLicence(package.Name, package.Version)}")
            .Where(line => !Licences.Any(licence => line.EndsWith($": {licence}", StringComparison.Ordinal))).ShouldBeEmpty();

    [Fact]
    public void The_list_of_dependencies_names_each_under_its_licence()
    {
        var listed = new List<string>();
        var licence = "";
        foreach (var line in File.ReadLines(Path.Combine(SourceTree.Root, "docs", "dependencies.md")))
        {
            licence = line.StartsWith("## ", StringComparison.Ordinal) ? line[3..] : licence;
            if (Listed().Match(line) is { Success: true } match)
                listed.Add($"{match.Groups[1].Value}: {licence}");
        }

        listed.ShouldBe(Packages.Select(package => $"{package.Name}: {GetLicence(package.Name, package.Version)}"), ignoreOrder: true);
    }

    /// <summary>Older ones can be brought to corrupt memory (CVE-2025-6965).</summary>
    [Fact]
    public void SQLite_is_not_older_than_its_last_known_hole()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();

        Version.Parse(connection.ServerVersion).ShouldBeGreaterThanOrEqualTo(new Version(3, 50, 2));
    }

    private static string GetLicence(string name, string version)
    {
        var (id, folder) = (name.ToLowerInvariant(), Environment.GetEnvironmentVariable("NUGET_PACKAGES"));
        folder ??= Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var nuspec = XDocument.Load(Path.Combine(folder, id, version, id + ".nuspec"));
        return nuspec.Descendants().FirstOrDefault(element => element.Name.LocalName == "license")?.Value ?? "none given";
    }

    [GeneratedRegex("^- ([A-Za-z0-9_.-]+)$")]
    private static partial Regex Listed();
}
