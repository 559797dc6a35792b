namespace HelpdeskBridge.Tests.Repository;

/// <summary><c>docs/configuration.md</c> says what the service does. With BRIDGE_TESTS_WRITE_DOCS=1 the page is written anew first.</summary>
public sealed class ConfigurationPageTests
{
    private static readonly string File = Path.Combine(SourceTree.Root, "docs", "configuration.md");

    [Fact]
    public void The_page_of_settings_is_what_the_options_and_their_validation_say()
    {
        var expected = ConfigurationPage.Write();
        if (Environment.GetEnvironmentVariable("BRIDGE_TESTS_WRITE_DOCS") == "1")
            System.IO.File.WriteAllText(File, expected);

        System.IO.File.ReadAllText(File).ReplaceLineEndings("\n").ShouldBe(
            expected, "docs/configuration.md is out of date. Run this test with BRIDGE_TESTS_WRITE_DOCS=1 to write it anew.");
    }

    [Fact]
    public void Every_setting_is_on_the_page()
    {
        var listed = DocumentedGroup.GetAll()
            .SelectMany(group => group.Settings.Select(setting => setting.Property).Append(group.Property)).ToHashSet();

        TypeTests.SettingsTypes().Where(type => !type.IsEnum).SelectMany(type => type.GetProperties())
            .Where(property => !listed.Contains(property)).Select(property => $"{property.DeclaringType!.Name}.{property.Name}").ShouldBeEmpty();
    }

    /// <summary>Facts that are written down here, so that a generator that loses one does not go unnoticed.</summary>
    [Theory]
    [InlineData("| `MaxBodyBytes` |", "`1048576` (1 MiB)", "whole number, at least 1024, at most 67108864")]
    [InlineData("| `ReopenWithin` |", "`00:10:00`", "time span, zero or more, at most 3650.00:00:00")]
    [InlineData("| `LateAgentMessages` |", "`Note`", "`Deliver`: The message is sent to the client all the same")]
    [InlineData("| `Priority` | The priority of new tickets", "None by default", "one of low, normal, high, urgent")]
    [InlineData("| `PublicUrl` |", "Required", "the absolute URL under which")]
    [InlineData("| `WebhookSecrets:{n}` |", "Required if `Feed` is `Webhook`", "`WebhookSecretsFile`")]
    [InlineData("| `Kind` |", "`Zendesk`", "`Zendesk`: Zendesk Support")]
    [InlineData("| `ClientLeft` |", "The client closed the chat.", "Internal note")]
    public void A_row_has_the_real_default_and_the_real_rule(string row, params string[] parts)
    {
        var line = ConfigurationPage.Write().Split('\n').Single(line => line.StartsWith(row, StringComparison.Ordinal));

        parts.ShouldAllBe(part => line.Contains(part, StringComparison.Ordinal));
    }
}
