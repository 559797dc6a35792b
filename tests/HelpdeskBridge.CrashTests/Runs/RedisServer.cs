using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>A Redis server of the tests' own, from the machine's package. It ends with its input.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-redis-").FullName;
    private readonly int _port;
    private readonly bool _keepsData;
    private Process? _process;

    private RedisServer(int port, bool keepsData) => (_port, _keepsData) = (port, keepsData);

    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "redis-server")));

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <param name="port">Where it listens.</param>
    /// <param name="keepsData">Whether it has its data again after <see cref="StopAsync"/>.</param>
    public static async Task<RedisServer> StartAsync(int port, bool keepsData)
    {
        var server = new RedisServer(port, keepsData);
        await server.ContinueAsync();
        return server;
    }

    /// <summary>Starts it, again after <see cref="StopAsync"/>, and waits until it answers.</summary>
    public async Task ContinueAsync()
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        var data = _keepsData ? $"--appendonly yes --appendfsync always --dir '{_folder}'" : "";
        start.ArgumentList.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"exec 3<&0; redis-server --port {_port} --bind 127.0.0.1 --save '' {data} & s=$!; (cat > /dev/null; kill -9 $s) <&3 & wait $s"));
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        if (!await Poll.UntilAsync(IsListeningAsync, Poll.StepTimeout))
            throw new InvalidOperationException("Redis does not start.");
    }

    /// <summary>kill -9.</summary>
    public async Task StopAsync()
    {
        if (_process is null)
            return;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsListeningAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
