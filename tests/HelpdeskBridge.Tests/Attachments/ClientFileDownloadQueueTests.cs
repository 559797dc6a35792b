using HelpdeskBridge.Attachments;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Network;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Network;
using HelpdeskBridge.Tests.Settings;
using HelpdeskBridge.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HelpdeskBridge.Tests.Attachments;

/// <summary>Downloads into the spool: once per file, within the disk's space, and never half a file.</summary>
public sealed class ClientFileDownloadQueueTests : IDisposable
{
    private static readonly ChannelUser Client = new("shop", "u1");

    private readonly string _folder = Directory.CreateTempSubdirectory("spool-test-").FullName;

    [Fact]
    public async Task Whoever_asks_while_a_file_is_fetched_joins()
    {
        var released = new TaskCompletionSource();
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content")) { Held = released.Task };
        var downloads = CreateQueue();
        downloads.Begin(Client, new AcceptedFile("m1", FileAt(host)));
        var joined = Enumerable.Range(0, 5).Select(_ => JoinAsync(downloads, FileAt(host))).ToList();
        downloads.IsReady("m1").ShouldBeFalse();
        released.SetResult();

        (await Task.WhenAll(joined)).ShouldAllBe(fault => fault == null);
        downloads.IsReady("m1").ShouldBeTrue();
        host.Requests.Count.ShouldBe(1);
        (await File.ReadAllTextAsync(Path.Combine(_folder, "m1"), TestContext.Current.CancellationToken)).ShouldBe("content");
    }

    [Fact]
    public async Task A_disk_that_is_nearly_full_is_left_to_the_store_until_the_files_turn_comes()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        var downloads = CreateQueue(freeBytes: 1_000_000_000);
        downloads.Begin(Client, new AcceptedFile("m0", FileAt(host)));
        downloads.Begin(Client, new AcceptedFile("m1", FileAt(host)));

        (await JoinAsync(downloads, FileAt(host))).ShouldBeNull();
        host.Requests.Count.ShouldBe(1);
        Directory.GetFiles(_folder).ShouldBe([Path.Combine(_folder, "m1")]);
    }

    [Fact]
    public async Task A_fault_is_remembered_until_its_message_is_settled()
    {
        await using var host = new RawHttpServer(_ => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        var downloads = CreateQueue();

        (await JoinAsync(downloads, FileAt(host))).ShouldBe(ClientFileFault.Gone);
        (await JoinAsync(downloads, FileAt(host))).ShouldBe(ClientFileFault.Gone);
        host.Requests.Count.ShouldBe(1);
        downloads.Forget("m1");
        downloads.IsReady("m1").ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_of_a_file_that_is_too_large_stays_on_the_disk()
    {
        await using var host = new RawHttpServer(_ => "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + new string('x', 3_000_000));

        (await JoinAsync(CreateQueue(), FileAt(host))).ShouldBe(ClientFileFault.TooLarge);
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_spool_that_can_not_be_written_is_no_fault_of_the_file()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("content"));
        var downloads = CreateQueue();
        Directory.CreateDirectory(Path.Combine(_folder, "m1.part"));
        await Assert.ThrowsAnyAsync<SystemException>(() => JoinAsync(downloads, FileAt(host)));

        Directory.Delete(Path.Combine(_folder, "m1.part"));
        (await JoinAsync(downloads, FileAt(host))).ShouldBeNull();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ClientFile FileAt(RawHttpServer host) => new(host.Url("/"), null, null);

    private static Task<ClientFileFault?> JoinAsync(ClientFileDownloadQueue downloads, ClientFile file) =>
        downloads.JoinAsync(Client, "m1", file, TestContext.Current.CancellationToken);

    private ClientFileDownloadQueue CreateQueue(long freeBytes = long.MaxValue)
    {
        var settings = TestSettings.Read("Bridge:MaxFileBytes=1000000", "Network:AllowedPrivateHosts:0=127.0.0.1");
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddSettingsOptions(settings.Configuration.Root);
        builder.Services.AddSingleton(new BridgeClock(TimeProvider.System));
        builder.AddNetwork(settings.Settings);
        builder.Services.AddSingleton(new ClientFileSpool(_folder, () => freeBytes));
        builder.Services.AddSingleton(ClusterShare.Alone);
        builder.Services.AddSingleton<ClientFileDownloader>();
        builder.Services.AddSingleton<ClientFileDownloadQueue>();
        return builder.Build().Services.GetRequiredService<ClientFileDownloadQueue>();
    }
}
