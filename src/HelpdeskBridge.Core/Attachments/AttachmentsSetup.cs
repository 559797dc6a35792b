using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Attachments;

internal static class AttachmentsSetup
{
    public static void AddAttachments(this IHostApplicationBuilder builder, EffectiveSettings settings)
    {
        AddSpool(builder.Services, settings.Get<StorageOptions>());
        builder.Services.AddSingleton<ClientFileDownloader>();
        builder.Services.AddSingleton<ClientFileDownloadQueue>();
        builder.Services.AddActivatedSingleton<AttachmentMetrics>();
        builder.Services.AddHostedService<ClientFileSpoolCleanup>();
    }

    public static ClientFileSpool CreateSpool(StorageOptions storage) => CreateSpool(GetFolder(storage));

    /// <summary>Processes on one store keep the files in it. Each has a folder of its own for those that it works with.</summary>
    private static void AddSpool(IServiceCollection services, StorageOptions storage)
    {
        if (storage.Provider == StorageProvider.PostgreSql)
        {
            services.AddSingleton(_ => SpoolFolder.Create(GetFolder(storage)));
            services.AddSingleton(provider => CreateSpool(provider.GetRequiredService<SpoolFolder>().Path));
        }
        else
        {
            services.AddSingleton(CreateSpool(storage));
        }
    }

    private static string GetFolder(StorageOptions storage) => Path.Combine(StoreFolder.Get(storage), "client-files");

    private static ClientFileSpool CreateSpool(string folder) => new(folder, () => GetFreeBytes(folder));

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
