using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>What clients wrote is on the disk for the service's own user alone.</summary>
public sealed class PrivateFilesTests
{
    [Fact]
    public async Task Other_users_of_the_machine_can_read_neither_the_store_nor_the_files_beside_it()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no such permissions.");
        var parent = Directory.CreateTempSubdirectory("bridge-test-").FullName;
        try
        {
            var folder = Path.Combine(parent, "data");
            await using var files = await FileServerStub.StartAsync();
            var store = ("Storage:ConnectionString", $"Data Source={Path.Combine(folder, "bridge.db")}");
            await using (var bridge = await BridgeFixture.StartAsync(store))
            {
                bridge.Zendesk.KnowsUsers();
                bridge.Zendesk.AcceptsUploads();
                bridge.Zendesk.NewTickets.Usually(new Answer(409, """{"error":"DatabaseConflict"}"""));
                await bridge.SendFileAsync(files.Url.ToString(), "a.txt");
                await bridge.UntilAsync(() => Directory.GetFiles(folder, "*", SearchOption.AllDirectories) is { Length: >= 4 } all
                    && !all.Any(path => path.EndsWith(".part", StringComparison.Ordinal)));

                foreach (var path in Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Append(folder))
                    (new FileInfo(path).UnixFileMode & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)).ShouldBe(UnixFileMode.None, path);
            }
        }
        finally
        {
            Directory.Delete(parent, recursive: true);
        }
    }
}
