using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>A Redis server of the tests' own, from the machine's package. It keeps nothing on the disk, and ends with its input.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly Process _process;

    private RedisServer(Process process, int port) => (_process, ConnectionString) = (process, $"127.0.0.1:{port}");

    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "redis-server")));

    public string ConnectionString { get; }

    public static async Task<RedisServer> StartAsync(int port)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"exec 3<&0; redis-server --port {port} --bind 127.0.0.1 --save '' & s=$!; (cat > /dev/null; kill -9 $s) <&3 & wait $s"));
        var server = new RedisServer(Process.Start(start)!, port);
        server._process.OutputDataReceived += (_, _) => { };
        server._process.BeginOutputReadLine();
        if (!await Poll.UntilAsync(() => IsListeningAsync(port), Poll.StepTimeout))
            throw new InvalidOperationException("Redis does not start.");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> IsListeningAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
