using System.Text.RegularExpressions;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>What the rooms may know of each other, and how big a room may be.</summary>
public sealed partial class ArchitectureTests
{
    private const string ZendeskRoom = "Helpdesk/Zendesk/";

    [Fact]
    public void The_service_was_found() => SourceTree.Files.Count.ShouldBeGreaterThan(50);

    [Fact]
    public void Conversations_know_nothing_of_the_way_in_or_out()
    {
        var allowed = new[] { "HelpdeskBridge.Storage", "HelpdeskBridge.Delivery", "HelpdeskBridge.Settings" };
        var foreign = from file in SourceTree.Files
                      where file.Key.StartsWith("Conversations/", StringComparison.Ordinal)
                      from line in file.Value
                      let used = Using().Match(line)
                      where used.Success
                      let name = used.Groups[1].Value
                      where !name.StartsWith("System.Text", StringComparison.Ordinal) && name != "System.Globalization" && !name.StartsWith("HelpdeskBridge.Conversations", StringComparison.Ordinal)
                      where !(file.Key == "Conversations/Intake.cs" && allowed.Contains(name))
                      select $"{file.Key}: {name}";

        foreign.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("TimeProvider")]
    [InlineData("DateTimeOffset.UtcNow")]
    [InlineData("HttpClient")]
    [InlineData("HttpContext")]
    [InlineData("ILogger")]
    [InlineData("IGrain")]
    [InlineData("DbConnection")]
    [InlineData("SELECT ")]
    [InlineData("Refit")]
    [InlineData("Dapper")]
    public void Conversations_name_no_clock_network_database_or_grain(string word) =>
        Mentions("Conversations/", word).ShouldBeEmpty();

    [Fact]
    public void Deciding_is_pure() => Mentions("Conversations/ConversationRules.cs", "async", "await", "Task", "Guid", "Random", "static readonly List", "clock").ShouldBeEmpty();

    [Fact]
    public void Nobody_but_Program_uses_the_Zendesk_room() =>
        SourceTree.Files.Where(file => !file.Key.StartsWith(ZendeskRoom, StringComparison.Ordinal) && file.Value.Any(line => line.Contains("Helpdesk.Zendesk", StringComparison.Ordinal)))
            .Select(file => file.Key).ShouldBe(["Program.cs"]);

    [Fact]
    public void The_vendors_types_are_named_only_in_its_room_in_Program_and_in_Settings()
    {
        var types = SourceTree.Files.Where(file => file.Key.StartsWith(ZendeskRoom, StringComparison.Ordinal))
            .SelectMany(file => file.Value).Select(line => Declaration().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)
            .Append("Zendesk").ToHashSet(StringComparer.Ordinal);
        types.ShouldContain("ZendeskHelpdesk");

        var named = from file in SourceTree.Files
                    where !file.Key.StartsWith(ZendeskRoom, StringComparison.Ordinal) && !file.Key.StartsWith("Settings/", StringComparison.Ordinal) && file.Key != "Program.cs"
                    from line in file.Value.Select(WithoutCommentsAndTexts)
                    from Match word in Word().Matches(line)
                    where types.Contains(word.Value) || word.Value.Contains("Zendesk", StringComparison.Ordinal)
                    select $"{file.Key}: {line.Trim()}";

        named.ShouldBeEmpty();
    }

    [Fact]
    public void JAICPs_wire_types_are_named_only_in_its_room()
    {
        string[] types = ["IJaicpApi", "JaicpEvent", "JaicpEmployee", "JaicpFailureTable", "VerbatimAddressHandler"];

        SourceTree.Files.Where(file => !file.Key.StartsWith("Jaicp/", StringComparison.Ordinal))
            .SelectMany(file => file.Value.Where(line => types.Any(line.Contains)).Select(line => $"{file.Key}: {line.Trim()}")).ShouldBeEmpty();
    }

    [Fact]
    public void SQL_and_its_libraries_stay_in_Storage() =>
        SourceTree.Files.Where(file => !file.Key.StartsWith("Storage/", StringComparison.Ordinal))
            .SelectMany(file => file.Value.Where(line => Using().Match(line) is { Success: true } used && SqlNamespace().IsMatch(used.Groups[1].Value)).Select(line => $"{file.Key}: {line}"))
            .ShouldBeEmpty();

    [Fact]
    public void The_banned_ways_of_telling_time_and_waiting_are_not_switched_back_on() =>
        SourceTree.Files.SelectMany(file => file.Value.Where(line => line.Contains("#pragma warning disable", StringComparison.Ordinal)).Select(line => $"{file.Key}: {line}"))
            .ShouldBeEmpty();

    [Fact]
    public void Program_is_a_map_of_at_most_60_lines() => SourceTree.Files["Program.cs"].Length.ShouldBeLessThanOrEqualTo(60);

    [Fact]
    public void No_file_is_longer_than_250_lines() =>
        SourceTree.Files.Where(file => file.Value.Length > 250).Select(file => $"{file.Key}: {file.Value.Length}").ShouldBeEmpty();

    [Fact]
    public void A_file_holds_the_namespace_of_its_folder()
    {
        var elsewhere = from file in SourceTree.Files
                        let folder = Path.GetDirectoryName(file.Key)!.Replace('/', '.').Replace('\\', '.')
                        let expected = folder.Length == 0 ? "namespace HelpdeskBridge;" : $"namespace HelpdeskBridge.{folder};"
                        where !file.Value.Contains(expected)
                        select file.Key;

        elsewhere.ShouldBeEmpty();
    }

    private static IEnumerable<string> Mentions(string place, params string[] words) =>
        from file in SourceTree.Files
        where file.Key.StartsWith(place, StringComparison.Ordinal)
        from line in file.Value.Select(WithoutCommentsAndTexts)
        where words.Any(word => Regex.IsMatch(line, $@"\b{Regex.Escape(word.Trim())}\b"))
        select $"{file.Key}: {line.Trim()}";

    private static string WithoutCommentsAndTexts(string line) => CommentOrText().Replace(line, "");

    [GeneratedRegex(@"^(?:global )?using (?:static )?([\w.]+);")]
    private static partial Regex Using();

    [GeneratedRegex(@"^(?:internal|public)\b.*?\b(?:class|record|interface|struct|enum) (?:struct )?(\w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^(Dapper|DbUp|System\.Data|Microsoft\.Data|Npgsql)")]
    private static partial Regex SqlNamespace();

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""|//.*$")]
    private static partial Regex CommentOrText();
}
