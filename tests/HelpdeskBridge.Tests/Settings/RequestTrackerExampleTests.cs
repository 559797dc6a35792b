using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Tests.Repository;
using Microsoft.Extensions.Configuration;

namespace HelpdeskBridge.Tests.Settings;

/// <summary><c>samples/appsettings.request-tracker.json</c>.</summary>
public sealed class RequestTrackerExampleTests
{
    private static readonly string File = Path.Combine(SourceTree.Root, "samples", "appsettings.request-tracker.json");

    private static IConfigurationRoot Example() => new ConfigurationBuilder().AddJsonFile(File).Build();

    [Fact]
    public void It_binds_without_a_fault_or_a_note()
    {
        var reading = SettingsReader.Read(Example());

        reading.Faults.ShouldBeEmpty();
        reading.Notes.ShouldBeEmpty();
        var account = reading.Settings.Helpdesks["rt"];
        (account.Kind, account.Feed).ShouldBe((HelpdeskKind.RequestTracker, HelpdeskFeed.Poll));
    }

    [Fact]
    public void What_has_a_default_for_Request_Tracker_shows_it()
    {
        var shown = SettingsReader.Read(Example()).Settings.Helpdesks["rt"];
        var example = Example();
        foreach (var key in (string[])["RequestsPerMinute", "Feed", "PollEvery"])
            example[$"Helpdesks:rt:{key}"] = null;
        var defaults = SettingsReader.Read(example).Settings.Helpdesks["rt"];

        (shown.RequestsPerMinute, shown.Feed, shown.PollEvery).ShouldBe((defaults.RequestsPerMinute, defaults.Feed, defaults.PollEvery));
    }

    [Fact]
    public void It_holds_no_secret_that_could_be_taken_for_a_real_one()
    {
        var settings = SettingsReader.Read(Example()).Settings;
        string?[] secrets = [.. settings.Channels.Values.Select(channel => channel.Key), settings.Helpdesks["rt"].ApiToken!.Token];

        secrets.ShouldAllBe(secret => secret!.StartsWith("replace-with-"));
    }
}
