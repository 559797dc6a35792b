using System.Globalization;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>The checks of single values that the rules are made of.</summary>
internal sealed partial class SettingsRules
{
    private const int KeyLength = 24;

    private void CheckName(string key, string name)
    {
        if (!Name().IsMatch(name))
            Fault(key, "the name is part of an address: letters, digits, - and _, at most 64");
    }

    private void CheckKey(string key, string? value, bool required)
    {
        if (string.IsNullOrEmpty(value) && !required)
            return;
        if (string.IsNullOrEmpty(value))
            Fault(key, $"is required: at least {KeyLength} random characters, such as the output of: openssl rand -hex 24");
        else if (value.Length < KeyLength || !UrlSafe().IsMatch(value))
            Fault(key, $"needs at least {KeyLength} characters, only letters, digits and - . _ ~; such as the output of: openssl rand -hex 24");
    }

    private void Required(string key, string value)
    {
        if (string.IsNullOrWhiteSpace(value))
            Fault(key, "is required");
    }

    private void Positive(string key, TimeSpan value)
    {
        if (value <= TimeSpan.Zero)
            Fault(key, "must be more than zero");
    }

    private void NotNegative(string key, TimeSpan value)
    {
        if (value < TimeSpan.Zero)
            Fault(key, "must not be negative");
    }

    private void AtLeast(string key, long value, long least)
    {
        if (value < least)
            Fault(key, $"must be at least {least}");
    }

    private void GetOne(string key, string value, IReadOnlyCollection<string> allowed)
    {
        if (!allowed.Contains(value, StringComparer.OrdinalIgnoreCase))
            Fault(key, $"is one of {Listed(allowed)}");
    }

    /// <summary>A value that could not be read has its fault already; a rule about its default would only confuse.</summary>
    private void Fault(string key, string message)
    {
        if (!_unreadable.Contains(key))
            _faults.Add($"{key}: {message}.");
    }

    private static bool IsId(string value) => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string Listed(IEnumerable<string> names) => names.Any() ? string.Join(", ", names) : "none";

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z0-9._~-]+\z")]
    private static partial Regex UrlSafe();

    [GeneratedRegex(@"^(\*\.)?[A-Za-z0-9.-]+\z")]
    private static partial Regex HostPattern();
}
