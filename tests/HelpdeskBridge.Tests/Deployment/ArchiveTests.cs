using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Processes;
using HelpdeskBridge.Tests.Repository;
using HelpdeskBridge.Tests.Simulators;

namespace HelpdeskBridge.Tests.Deployment;

/// <summary>
/// The self-contained archive. Building it takes minutes, so this runs only when it is asked for:
/// <c>dotnet test --project tests/HelpdeskBridge.Tests -- --explicit only --filter-trait "Category=Long"</c>.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class ArchiveTests : IDisposable
{
    private const string Nobody = "65534";

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-archive-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Program => Path.Combine(_folder, "helpdesk-bridge");

    private string Data => Path.Combine(_folder, "data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>As on a machine without .NET: no variable names it, and no folder on the path has it.</summary>
    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public async Task It_runs_from_its_folder_as_a_user_without_rights_in_an_empty_environment()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/setpriv"), "This needs Linux with setpriv.");
        await UnpackAsync();
        var before = List();
        using var manager = ListenAsServiceManager();
        var settings = BridgeApp.Settings(new Uri("http://127.0.0.1:9"), Data);

        await using var bridge = BridgeProcess.Begin(settings, [.. AsNobody, $"NOTIFY_SOCKET={Path.Combine(_folder, "notify")}", Executable]);
        await bridge.ListeningAsync();
        (await ReceiveAsync(manager)).ShouldContain("READY=1");
        using var http = new HttpClient();
        using var ready = await http.GetAsync(new Uri(bridge.Url, "/health/ready"), Cancellation);
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var accepted = await http.PostAsJsonAsync(
            new Uri($"{bridge.ApiUrl}/selectDestination"), new { userId = "u1", destinationId = BridgeApp.DefaultGroup }, Cancellation);
        accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CommandAsync("health", "--url", bridge.Url.ToString())).ExitCode.ShouldBe(0);
        var backup = Path.Combine(Data, "backup.db");
        var made = await CommandAsync("backup", backup, $"--Storage:ConnectionString={settings["Storage:ConnectionString"]}");
        made.ExitCode.ShouldBe(0, made.Error);
        File.Exists(backup).ShouldBeTrue();
        (await bridge.TerminateAsync()).ShouldBe(0, bridge.Output);

        (await ReceiveAsync(manager)).ShouldContain("STOPPING=1");
        List().ShouldBe(before, "it writes nothing into its own folder");
    }

    private string Executable => Path.Combine(Program, "HelpdeskBridge");

    private IEnumerable<string> AsNobody => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--no-new-privs", "env", "--ignore-environment", $"--chdir={Data}"]
        : ["env", "--ignore-environment", $"--chdir={Data}"];

    private async Task UnpackAsync()
    {
        var built = await ProcessRun.RunAsync(Path.Combine(SourceTree.Root, "samples", "deploy", "build-archive.sh"), _folder);
        built.ExitCode.ShouldBe(0, built.Output + built.Error);
        var archive = Path.Combine(_folder, "helpdesk-bridge-linux-x64.tar.gz");
        (await ProcessRun.RunAsync("tar", "-xzf", archive, "-C", _folder)).ExitCode.ShouldBe(0);
        File.ReadAllText(archive + ".sha256").ShouldEndWith("  helpdesk-bridge-linux-x64.tar.gz\n");
        string[] beside =
            ["LICENSE", "bom.json", "appsettings.example.json", "helpdesk-bridge.service", "docs/deploying.md", "licences", "libcoreclr.so"];
        beside.Where(name => !Path.Exists(Path.Combine(Program, name))).ShouldBeEmpty();
        File.Exists(Path.Combine(Program, "appsettings.json")).ShouldBeFalse();

        // The folder of the archive belongs to whoever unpacked it, and the data to the user who runs the service.
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(Data);
        if (Environment.IsPrivilegedProcess)
            (await ProcessRun.RunAsync("chown", Nobody, Data)).ExitCode.ShouldBe(0);
    }

    private Task<ProcessRun> CommandAsync(params string[] arguments)
    {
        string[] command = [.. AsNobody, Executable, .. arguments];
        return ProcessRun.RunAsync(command[0], command[1..]);
    }

    private List<string> List() => [.. Directory.EnumerateFiles(Program, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>systemd's end of <c>Type=notify</c>.</summary>
    private Socket ListenAsServiceManager()
    {
        var path = Path.Combine(_folder, "notify");
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        return socket;
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        await Wait.UntilAsync(() => socket.Available > 0);
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, Cancellation));
    }
}
