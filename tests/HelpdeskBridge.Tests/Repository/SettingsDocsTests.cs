using System.Reflection;
using System.Xml.Linq;
using HelpdeskBridge.Settings;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>Settings are documented where they are declared: in the XML the compiler writes beside the service.</summary>
public sealed class SettingsDocsTests
{
    private static readonly Dictionary<string, XElement> Docs = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "HelpdeskBridge.xml"))
        .Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    [Fact]
    public void Every_setting_says_what_it_is() =>
        Settings().Where(property => Part(property, "summary").Length == 0).Select(NameOf).ShouldBeEmpty();

    [Fact]
    public void Every_group_of_settings_and_every_choice_says_what_it_is() =>
        TypeTests.SettingsTypes()
            .SelectMany(type => type.IsEnum ? Enum.GetNames(type).Select(choice => $"F:{type.FullName}.{choice}").Append($"T:{type.FullName}") : [$"T:{type.FullName}"])
            .Where(name => string.IsNullOrWhiteSpace(Docs.GetValueOrDefault(name)?.Element("summary")?.Value)).ShouldBeEmpty();

    /// <summary>A number or a time span says its default, so that the page of settings can be made from here.</summary>
    [Fact]
    public void Every_number_and_time_span_says_its_default() =>
        Settings().Where(property => property.PropertyType == typeof(int) || property.PropertyType == typeof(TimeSpan))
            .Where(property => !Part(property, "value").Contains("default", StringComparison.OrdinalIgnoreCase)).Select(NameOf).ShouldBeEmpty();

    private static IEnumerable<PropertyInfo> Settings() =>
        TypeTests.SettingsTypes().Where(type => !type.IsEnum).SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));

    private static string NameOf(PropertyInfo property) => $"{property.DeclaringType!.FullName}.{property.Name}";

    private static string Part(PropertyInfo property, string element) => Docs.GetValueOrDefault($"P:{NameOf(property)}")?.Element(element)?.Value.Trim() ?? "";
}
