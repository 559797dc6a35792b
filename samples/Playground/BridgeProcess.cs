using System.Diagnostics;

namespace HelpdeskBridge.Playground;

/// <summary>The real bridge, in a process of its own, so that a visitor can kill it.</summary>
internal sealed class BridgeProcess(Uri url, IReadOnlyList<string> settings) : IAsyncDisposable
{
    private const string Command = "bridge";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url };
    private Process? _process;

    /// <summary>What the new process runs, if the playground was started by this class to be the bridge.</summary>
    /// <returns>Null: it is the playground itself.</returns>
    public static Func<Task>? FindWork(string[] args) => args is [Command, .. var settings] ? () => RunAsync(settings) : null;

    /// <summary>Starts the bridge and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It has ended. Its output tells why.</exception>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(BridgeProcess).Assembly.Location, Command, .. settings])
        {
            RedirectStandardInput = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("The bridge could not be started.");
        var begin = TimeProvider.System.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The bridge has ended with exit code {_process.ExitCode}.");
            if (TimeProvider.System.GetElapsedTime(begin) > StartTimeout)
                throw new TimeoutException($"The bridge does not answer at {url}.");
            await Task.Delay(BetweenLooks, TimeProvider.System);
        }
    }

    /// <summary>kill -9: nothing is saved or finished.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is null)
            return;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var response = await _http.GetAsync("/health/live");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Runs the bridge until it is told to stop, or the playground ends: even if that is killed, the standard input is closed.</summary>
    private static async Task RunAsync(string[] settings)
    {
        await using var bridge = HelpdeskBridge.Program.Build(settings);
        await bridge.StartAsync();
        await Task.WhenAny(Task.Run(() => Console.OpenStandardInput().ReadByte()), bridge.WaitForShutdownAsync());
        await bridge.StopAsync();
    }
}
