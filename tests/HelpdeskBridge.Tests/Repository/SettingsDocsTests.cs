using System.Reflection;
using System.Xml.Linq;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>Settings are documented where they are declared: in the XML the compiler writes beside the service.</summary>
public sealed class SettingsDocsTests
{
    private static readonly Dictionary<string, XElement> Docs = SourceTree.Projects
        .SelectMany(project => XDocument.Load(Path.Combine(AppContext.BaseDirectory, project + ".xml")).Descendants("member"))
        .DistinctBy(member => member.Attribute("name")!.Value)
        .ToDictionary(member => member.Attribute("name")!.Value);

    [Fact]
    public void Every_setting_says_what_it_is() =>
        Settings().Where(property => Part(property, "summary").Length == 0).Select(GetName).ShouldBeEmpty();

    [Fact]
    public void Every_group_of_settings_and_every_choice_says_what_it_is() =>
        TypeTests.SettingsTypes()
            .SelectMany(type => type.IsEnum
                ? Enum.GetNames(type).Select(choice => $"F:{type.FullName}.{choice}").Append($"T:{type.FullName}")
                : [$"T:{type.FullName}"])
            .Where(name => string.IsNullOrWhiteSpace(Docs.GetValueOrDefault(name)?.Element("summary")?.Value)).ShouldBeEmpty();

    /// <summary>A number or a time span says its default, so that the page of settings can be made from here.</summary>
    [Fact]
    public void Every_number_and_time_span_says_its_default() =>
        Settings().Where(property => property.PropertyType == typeof(int) || property.PropertyType == typeof(TimeSpan))
            .Where(property => !Part(property, "value").Contains("default", StringComparison.OrdinalIgnoreCase)).Select(GetName).ShouldBeEmpty();

    private static IEnumerable<PropertyInfo> Settings() =>
        TypeTests.SettingsTypes().Where(type => !type.IsEnum)
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));

    private static string GetName(PropertyInfo property) => $"{property.DeclaringType!.FullName}.{property.Name}";

    private static string Part(PropertyInfo property, string element) =>
        Docs.GetValueOrDefault($"P:{GetName(property)}")?.Element(element)?.Value.Trim() ?? "";
}
