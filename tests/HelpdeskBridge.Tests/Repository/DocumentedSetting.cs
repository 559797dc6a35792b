using System.Globalization;
using System.Reflection;
using HelpdeskBridge.Options;
using HelpdeskBridge.Tests.Settings;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>What the page of settings says about one setting. It comes from the options, their comments and their validation.</summary>
/// <param name="Key">The key within its group, such as <c>IdleAfter</c> or <c>FileKeys:{n}</c>.</param>
/// <param name="FullKey">The key in the settings of the tests, such as <c>Channels:shop:Close:IdleAfter</c>.</param>
/// <param name="Property">The property that the setting is bound to.</param>
/// <param name="Default">The value of the property when the setting is absent.</param>
internal sealed record DocumentedSetting(string Key, string FullKey, PropertyInfo Property, object? Default)
{
    /// <summary>Values below and above every range, an empty text, and a text that is no word.</summary>
    private static readonly Dictionary<Type, string[]> InvalidValues = new()
    {
        [typeof(int)] = [int.MinValue.ToString(CultureInfo.InvariantCulture), int.MaxValue.ToString(CultureInfo.InvariantCulture)],
        [typeof(long)] = [long.MinValue.ToString(CultureInfo.InvariantCulture), long.MaxValue.ToString(CultureInfo.InvariantCulture)],
        [typeof(TimeSpan)] = ["-00:00:01", TimeSpan.MaxValue.ToString()],
        [typeof(string)] = ["", "? ?"],
    };

    public SecretAttribute? Secret => Property.GetCustomAttribute<SecretAttribute>();

    /// <summary>The type of the value, or of each value of a list or group.</summary>
    public Type Type => GetElementType(Property.PropertyType);

    public static Type GetElementType(Type type) =>
        type.IsArray ? type.GetElementType()!
        : Nullable.GetUnderlyingType(type) ?? (type.IsGenericType ? GetElementType(type.GetGenericArguments()[^1]) : type);

    /// <summary>What the validation says about values that it refuses.</summary>
    public IReadOnlyList<string> GetRules() => [.. InvalidValues.GetValueOrDefault(Type, []).SelectMany(GetFaults).Distinct()];

    /// <summary>The choices of an enum that this version has. Some need other settings as well.</summary>
    public IReadOnlyList<string> GetChoices() => Type.IsEnum ? [.. Enum.GetNames(Type).Where(IsAvailable)] : [];

    private bool IsAvailable(string choice) =>
        GetFaults(choice).All(fault => !fault.Contains("is not available in this version", StringComparison.Ordinal));

    private IReadOnlyList<string> GetFaults(string value)
    {
        using var reading = TestSettings.Read($"{FullKey}={value}");
        return [.. reading.Faults.Where(fault => fault.StartsWith($"{FullKey}: ", StringComparison.Ordinal))
            .Select(fault => fault[(FullKey.Length + 2)..].TrimEnd('.'))];
    }
}
