using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Options;

/// <summary>Collects all errors in a section of the settings. Each error begins with the full key and names the fix.</summary>
/// <param name="section">The key of the section, such as <c>Delivery</c> or <c>Channels:shop</c>.</param>
internal sealed partial class OptionsErrors(string section)
{
    /// <summary>The shortest key or secret that is accepted, in characters.</summary>
    public const int MinKeyLength = 24;

    /// <summary>The longest interval of something that is done again and again. Timers can wait for 49 days at most.</summary>
    public static readonly TimeSpan MaxInterval = TimeSpan.FromDays(30);

    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(3650);

    private readonly List<string> _errors = [];

    /// <param name="key">The key within the section; empty for the section itself.</param>
    /// <param name="message">What is wrong and how to fix it, without a full stop.</param>
    public void Add(string key, string message) => _errors.Add($"{GetFullKey(key)}: {message}.");

    /// <summary>The full key of a setting in this section.</summary>
    public string GetFullKey(string key) => key.Length == 0 ? section : $"{section}:{key}";

    /// <summary>Checks the name of a channel or helpdesk, which is part of an address.</summary>
    public void CheckName(string name)
    {
        if (!Name().IsMatch(name))
            Add("", "the name is part of an address: letters, digits, - and _, at most 64");
    }

    /// <summary>Checks a secret that is part of an address, or that people type.</summary>
    public void CheckKey(string key, string? value, bool required)
    {
        if (string.IsNullOrEmpty(value) && !required)
            return;
        if (string.IsNullOrEmpty(value))
            Add(key, $"is required: at least {MinKeyLength} random characters, such as the output of: openssl rand -hex 24");
        else if (value.Length < MinKeyLength || !UrlSafe().IsMatch(value))
            Add(key, $"needs at least {MinKeyLength} characters, only letters, digits and - . _ ~; such as the output of: openssl rand -hex 24");
    }

    public void Required(string key, string value)
    {
        if (string.IsNullOrWhiteSpace(value))
            Add(key, "is required");
    }

    /// <summary>Checks a time span that must be more than zero.</summary>
    /// <param name="key">The key within the section.</param>
    /// <param name="value">The time span.</param>
    /// <param name="max">The longest one that is accepted; null: ten years.</param>
    public void Positive(string key, TimeSpan value, TimeSpan? max = null)
    {
        if (value <= TimeSpan.Zero)
            Add(key, "must be more than zero");
        AtMost(key, value, max ?? MaxTime);
    }

    public void NotNegative(string key, TimeSpan value)
    {
        if (value < TimeSpan.Zero)
            Add(key, "must not be negative");
        AtMost(key, value, MaxTime);
    }

    public void Between(string key, long value, long min, long max)
    {
        if (value < min)
            Add(key, $"must be at least {min}");
        if (value > max)
            Add(key, $"must be at most {max}");
    }

    private void AtMost(string key, TimeSpan value, TimeSpan max)
    {
        if (value > max)
            Add(key, $"must be at most {max:c}, which are days.hours:minutes:seconds");
    }

    public void OneOf(string key, string value, IReadOnlyCollection<string> allowed)
    {
        if (!allowed.Contains(value, StringComparer.OrdinalIgnoreCase))
            Add(key, $"is one of {Join(allowed)}");
    }

    public ValidateOptionsResult ToResult() => _errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_errors);

    /// <summary>Whether a value can be the id of something in a helpdesk. Such ids are numbers.</summary>
    public static bool IsId(string value) => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    public static string Join(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } joined ? joined : "none";

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z0-9._~-]+\z")]
    private static partial Regex UrlSafe();
}
