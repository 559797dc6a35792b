using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Attachments;

internal static class AttachmentsSetup
{
    public static void AddAttachments(this IHostApplicationBuilder builder, EffectiveSettings settings)
    {
        builder.Services.AddSingleton(GetSpool(settings.Get<StorageOptions>()));
        builder.Services.AddSingleton<ClientFileDownloader>();
        builder.Services.AddSingleton<ClientFileDownloadQueue>();
        builder.Services.AddHostedService<ClientFileSpoolCleanup>();
    }

    public static ClientFileSpool GetSpool(StorageOptions storage)
    {
        var folder = Path.Combine(StoreFolder.Get(storage), "client-files");
        return new ClientFileSpool(folder, () => FreeBytes(folder));
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
