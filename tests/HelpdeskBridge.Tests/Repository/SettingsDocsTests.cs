using System.Reflection;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>Settings are documented where they are declared: in the XML the compiler writes beside the service.</summary>
public sealed class SettingsDocsTests
{
    [Fact]
    public void Every_setting_says_what_it_is() =>
        Settings().Where(property => XmlDocs.Get(property).Length == 0).Select(GetName).ShouldBeEmpty();

    [Fact]
    public void Every_group_of_settings_and_every_choice_says_what_it_is() =>
        TypeTests.SettingsTypes()
            .SelectMany(type => type.IsEnum
                ? Enum.GetNames(type).Select(choice => (Name: $"{type.Name}.{choice}", Summary: XmlDocs.Get(type, choice)))
                    .Append((Name: type.Name, Summary: XmlDocs.Get(type)))
                : [(Name: type.Name, Summary: XmlDocs.Get(type))])
            .Where(documented => documented.Summary.Length == 0).ShouldBeEmpty();

    /// <summary>A number or a time span says its default, beside the code that relies on it.</summary>
    [Fact]
    public void Every_number_and_time_span_says_its_default() =>
        Settings().Where(property => property.PropertyType == typeof(int) || property.PropertyType == typeof(TimeSpan))
            .Where(property => !XmlDocs.Get(property, "value").Contains("default", StringComparison.OrdinalIgnoreCase))
            .Select(GetName).ShouldBeEmpty();

    private static IEnumerable<PropertyInfo> Settings() =>
        TypeTests.SettingsTypes().Where(type => !type.IsEnum)
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));

    private static string GetName(PropertyInfo property) => $"{property.DeclaringType!.FullName}.{property.Name}";
}
