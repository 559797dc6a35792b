using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Hosting;

/// <summary>The section <c>Storage</c> for a command that works on the store alone, and so also when other settings have faults.</summary>
internal static class StorageSettings
{
    private const string Keys = "Storage:";

    /// <returns>Null: the section has faults, which have been printed.</returns>
    public static async Task<StorageOptions?> ReadAsync(string[] settings)
    {
        using var reading = SettingsReader.Read(WebApplication.CreateBuilder(settings).Configuration);
        var faults = reading.Faults.Where(fault => fault.StartsWith(Keys, StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var fault in faults)
            await Console.Error.WriteLineAsync($"fault  {fault}");
        return faults.Count > 0 ? null : reading.Settings.Get<StorageOptions>();
    }
}
