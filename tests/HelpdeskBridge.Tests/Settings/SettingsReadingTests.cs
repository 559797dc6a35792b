using HelpdeskBridge.Hosting.Configuration;
using Microsoft.Extensions.Configuration;

namespace HelpdeskBridge.Tests.Settings;

public sealed class SettingsReadingTests
{
    [Fact]
    public void Environment_variables_hold_the_same_keys_with_double_underscores()
    {
        const string Prefix = "HELPDESK_BRIDGE_SETTINGS_TEST_";
        var variables = TestSettings.Required().Append(new("Channels:shop:Destinations:0:Id", "36"))
            .Append(new("CHANNELS:SHOP:CLOSE:REOPENWITHIN", "00:01:00"))
            .ToDictionary(pair => Prefix + pair.Key.Replace(":", "__", StringComparison.Ordinal), pair => pair.Value);
        try
        {
            foreach (var (name, value) in variables)
                Environment.SetEnvironmentVariable(name, value);
            var reading = SettingsReader.Read(new ConfigurationBuilder().AddEnvironmentVariables(Prefix).Build());

            reading.Faults.ShouldBeEmpty();
            reading.Settings.Bridge.PublicUrl.ShouldBe("https://bridge.example.com");
            reading.Settings.Channels["shop"].Destinations.Single().Id.ShouldBe("36");
            reading.Settings.Channels["shop"].Close.ReopenWithin.ShouldBe(TimeSpan.FromMinutes(1));
        }
        finally
        {
            foreach (var name in variables.Keys)
                Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Fact]
    public void The_command_line_holds_the_same_keys() =>
        SettingsReader.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(TestSettings.Required())
            .AddCommandLine(["--Bridge:PublicUrl=https://other.example.com", "--Channels:shop:InboundPerSecond", "5"])
            .Build()).Settings.ShouldSatisfyAllConditions(
                settings => settings.Bridge.PublicUrl.ShouldBe("https://other.example.com"),
                settings => settings.Channels["shop"].InboundPerSecond.ShouldBe(5));

    [Fact]
    public void Keys_and_names_are_told_apart_without_regard_to_letter_case()
    {
        var reading = TestSettings.Read(
            "BRIDGE:maxbodybytes=2048", "channels:SHOP:ticket:PRIORITY=High", "helpdesks:MAIN:signaturetolerance=00:01:00");

        reading.Faults.ShouldBeEmpty();
        reading.Settings.Bridge.MaxBodyBytes.ShouldBe(2048);
        reading.Settings.Channels["shop"].Ticket.Priority.ShouldBe("High");
        reading.Settings.Helpdesks["main"].SignatureTolerance.ShouldBe(TimeSpan.FromMinutes(1));
    }

    /// <summary>Conversations and tickets are stored under the helpdesk's name, so it must have one spelling.</summary>
    [Fact]
    public void A_channels_helpdesk_has_the_spelling_it_has_under_Helpdesks()
    {
        var reading = TestSettings.Read("Channels:shop:Helpdesk=MAIN");

        reading.Faults.ShouldBeEmpty();
        reading.Settings.Channels["shop"].Helpdesk.ShouldBe("main");
    }

    [Fact]
    public void An_API_token_is_taken_and_its_end_is_said()
    {
        var reading = TestSettings.Read(
            "-Helpdesks:main:OAuth", "Helpdesks:main:ApiToken:Email=a@example.com", "Helpdesks:main:ApiToken:Token=secret-token");

        reading.Faults.ShouldBeEmpty();
        reading.Notes.ShouldHaveSingleItem().ShouldContain("2027-04-30");
    }

    [Theory]
    [InlineData("""{"Bridge":{"PublicUrl":null}}""")]
    [InlineData("""{"Bridge":null}""")]
    [InlineData("""{"Bridge":{"AllowedJaicpHosts":null,"MaxBodyBytes":null}}""")]
    [InlineData("""{"Channels":{"shop":{"Key":null,"Helpdesk":null,"DefaultDestination":null}}}""")]
    [InlineData("""{"Channels":{"shop":{"Ticket":null,"Close":null,"Texts":null,"SystemEmployee":null,"Destinations":null}}}""")]
    [InlineData(
        """{"Channels":{"shop":{"Ticket":{"Tags":null,"Subject":null},"Close":{"StatusOnClientClose":null},"Texts":{"ClientLeft":null}}}}""")]
    [InlineData("""{"Channels":{"shop":{"Language":null}}}""")]
    [InlineData("""{"Channels":{"shop":{"Language":{"From":null,"Texts":{"de":null,"ru":{"Offline":null}}}}}}""")]
    [InlineData("""{"Channels":{"shop":{"TimeZone":null,"SystemEmployee":{"Id":null}}}}""")]
    [InlineData("""{"Channels":{"other":null}}""")]
    [InlineData("""{"Helpdesks":{"main":{"BaseUrl":null,"WebhookSecrets":null,"OAuth":null}}}""")]
    [InlineData("""{"Helpdesks":{"main":{"OAuth":{"ClientId":null,"ClientSecret":null}}}}""")]
    [InlineData(
        """{"Delivery":{"RetryDelays":null},"Storage":{"ConnectionString":null},"Network":{"AllowedPrivateHosts":null},"Admin":{"Key":null}}""")]
    [InlineData("""{"Delivery":null,"Storage":null,"Cluster":null,"Network":null,"Admin":null}""")]
    public void A_null_in_the_file_is_a_fault_or_a_default_and_never_an_exception(string json) => Should.NotThrow(() => TestSettings.ReadJson(json));

    [Fact]
    public void Comments_and_numbers_in_the_file_are_taken()
    {
        var reading = TestSettings.ReadJson(
            """{ /* all */ "Channels": { "shop": { "InboundPerSecond": 7, "DefaultDestination": 36 } } // end""" + "\n}");

        reading.Faults.ShouldBeEmpty();
        (reading.Settings.Channels["shop"].InboundPerSecond, reading.Settings.Channels["shop"].DefaultDestination).ShouldBe((7, "36"));
    }
}
