namespace HelpdeskBridge.Options;

/// <summary>Lists all settings with their values, for operators.</summary>
internal interface ISettingsList
{
    IReadOnlyList<ListedSetting> List();
}

/// <summary>A setting as operators see it.</summary>
/// <param name="Key">The full key.</param>
/// <param name="Value">The value that is in effect; null: there is none. A secret's value is not in it.</param>
/// <param name="IsSecret">Whether the value is a secret. It is then only said whether there is one.</param>
/// <param name="IsSet">Whether the settings name it. Otherwise the value is the default.</param>
internal sealed record ListedSetting(string Key, string? Value, bool IsSecret, bool IsSet);
