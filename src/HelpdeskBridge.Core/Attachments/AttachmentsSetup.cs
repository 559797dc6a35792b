using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Attachments;

internal static class AttachmentsSetup
{
    public static void AddAttachments(this IHostApplicationBuilder builder, EffectiveSettings settings)
    {
        builder.Services.AddSingleton(CreateSpool(settings.Get<StorageOptions>()));
        builder.Services.AddSingleton<ClientFileDownloader>();
        builder.Services.AddSingleton<ClientFileDownloadQueue>();
        builder.Services.AddActivatedSingleton<AttachmentMetrics>();
        builder.Services.AddHostedService<ClientFileSpoolCleanup>();
    }

    public static ClientFileSpool CreateSpool(StorageOptions storage)
    {
        var folder = GetSpoolFolder(storage);
        return new ClientFileSpool(folder, () => GetFreeBytes(folder));
    }

    public static string GetSpoolFolder(StorageOptions storage) => Path.Combine(StoreFolder.Get(storage), "client-files");

    private static long GetFreeBytes(string folder)
    {
        try
        {
            PrivateFiles.CreateFolder(folder);
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Some network shares do not report their free space. If the disk is full, writing a file fails.
            return long.MaxValue;
        }
    }
}
