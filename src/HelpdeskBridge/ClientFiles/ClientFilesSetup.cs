using HelpdeskBridge.Settings;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.ClientFiles;

internal static class ClientFilesSetup
{
    public static void AddClientFiles(this WebApplicationBuilder builder, BridgeSettings settings)
    {
        builder.Services.AddSingleton(SpoolOf(settings));
        builder.Services.AddSingleton<FileFetch>();
        builder.Services.AddSingleton<FileFetches>();
        builder.Services.AddHostedService<SpoolSweep>();
    }

    public static FileSpool SpoolOf(BridgeSettings settings)
    {
        var folder = Path.Combine(StoreFolder.Of(settings.Storage), "client-files");
        return new FileSpool(folder, () => FreeBytes(folder));
    }

    private static long FreeBytes(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // It can't be told, as on some network shares; a write shows it.
            return long.MaxValue;
        }
    }
}
