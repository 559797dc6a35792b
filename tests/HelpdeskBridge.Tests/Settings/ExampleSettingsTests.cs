using System.Reflection;
using System.Text.RegularExpressions;
using HelpdeskBridge.Admin;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Tests.Repository;
using Microsoft.Extensions.Configuration;

namespace HelpdeskBridge.Tests.Settings;

/// <summary><c>appsettings.example.json</c> at the repository's root: what an administrator copies.</summary>
public sealed class ExampleSettingsTests
{
    private static readonly string File = Path.Combine(SourceTree.Root, "appsettings.example.json");

    private static IConfigurationRoot Example() => new ConfigurationBuilder().AddJsonFile(File).Build();

    [Fact]
    public void It_binds_without_a_fault_or_a_note()
    {
        var reading = SettingsReader.Read(Example());

        reading.Faults.ShouldBeEmpty();
        reading.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void It_shows_every_setting_that_has_effect()
    {
        var text = System.IO.File.ReadAllText(File);
        var missing = SettingsSections.All.Where(section => section.Options != typeof(AdminOptions))
            .SelectMany(section => Names(section.Options).Prepend(section.Name))
            .Where(name => !text.Contains($"\"{name}\"", StringComparison.Ordinal));

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void It_names_every_text()
    {
        var words = Regex.Matches(System.IO.File.ReadAllText(File), @"\w+").Select(match => match.Value).ToHashSet();

        Enum.GetNames<TextName>().Where(name => !words.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void It_names_nothing_beside_the_settings_but_the_address_to_listen_on() =>
        Example().GetChildren().Select(section => section.Key).Except(SettingsSections.All.Select(section => section.Name)).ShouldBe(["Urls"]);

    [Fact]
    public void It_holds_no_secret_that_could_be_taken_for_a_real_one()
    {
        var settings = SettingsReader.Read(Example()).Settings;
        string?[] secrets =
        [
            .. settings.Channels.Values.SelectMany(channel => new[] { channel.Key, channel.PreviousKey }),
            .. settings.Helpdesks.Values.SelectMany(helpdesk => helpdesk.WebhookSecrets.Append(helpdesk.OAuth!.ClientSecret)),
        ];

        secrets.ShouldAllBe(secret => secret!.StartsWith("replace-with-"));
    }

    [Fact]
    public void Values_that_have_a_default_show_it()
    {
        var shown = SettingsReader.Read(Example()).Settings;
        var defaults = TestSettings.Read().Settings;

        shown.Bridge.AllowedJaicpHosts.ShouldBe(defaults.Bridge.AllowedJaicpHosts);
        shown.Bridge.MaxBodyBytes.ShouldBe(defaults.Bridge.MaxBodyBytes);
        shown.Delivery.ShouldBeEquivalentTo(defaults.Delivery);
        shown.Storage.ShouldBeEquivalentTo(defaults.Storage);
        shown.Channels["shop"].Close.ShouldBeEquivalentTo(defaults.Channels["shop"].Close);
        shown.Channels["shop"].SystemEmployee.ShouldBeEquivalentTo(defaults.Channels["shop"].SystemEmployee);
        shown.Channels["shop"].Ticket.Subject.ShouldBe(defaults.Channels["shop"].Ticket.Subject);
        shown.Channels["shop"].Ticket.Tags.ShouldBe(defaults.Channels["shop"].Ticket.Tags);
    }

    private static IEnumerable<string> Names(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .SelectMany(property => new[] { property.Name }.Concat(Part(property.PropertyType) is { } part ? Names(part) : []));

    /// <summary>The settings class below a property, through lists and groups.</summary>
    private static Type? Part(Type type)
    {
        type = type.IsArray ? type.GetElementType()! : type.IsGenericType ? type.GetGenericArguments()[^1] : type;
        return type.IsClass && type.Namespace?.StartsWith("HelpdeskBridge", StringComparison.Ordinal) == true ? type : null;
    }
}
