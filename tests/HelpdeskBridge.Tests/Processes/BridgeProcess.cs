using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.Tests.Processes;

/// <summary>The service as a process of its own, so that it can be killed the hard way. Shared with HelpdeskBridge.CrashTests.</summary>
internal sealed partial class BridgeProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;
    private readonly string _channelKey;

    private BridgeProcess(Process process, string channelKey) => (_process, _channelKey) = (process, channelKey);

    /// <summary>The built service.</summary>
    public static IReadOnlyList<string> Command => ["dotnet", Path.Combine(AppContext.BaseDirectory, "HelpdeskBridge.dll")];

    public Uri Url { get; private set; } = null!;

    public Uri ApiUrl => new(Url, $"/operator/shop/{_channelKey}");

    /// <summary>The processor time it has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public string Output => string.Join('\n', _output);

    /// <summary>Starts the service with its channel "shop" and waits until it listens.</summary>
    public static async Task<BridgeProcess> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var bridge = Begin(settings);
        await bridge.ListeningAsync();
        return bridge;
    }

    /// <summary>Starts the service and waits for nothing, so that it can be killed before it listens.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="command">The program with its first arguments; the built service when absent.</param>
    public static BridgeProcess Begin(IReadOnlyDictionary<string, string> settings, IReadOnlyList<string>? command = null)
    {
        var start = new ProcessStartInfo("sh") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };

        // A file above the limit (LimitFilesAsync) is to fail as on a full disk, not to end the process.
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("trap '' XFSZ; exec \"$@\"");
        start.ArgumentList.Add("sh");
        foreach (var part in command ?? Command)
            start.ArgumentList.Add(part);
        foreach (var (key, value) in settings)
            start.ArgumentList.Add($"--{key}={value}");
        var process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
        var bridge = new BridgeProcess(process, settings["Channels:shop:Key"]);
        bridge._process.OutputDataReceived += (_, line) => bridge.Keep(line.Data);
        bridge._process.ErrorDataReceived += (_, line) => bridge.Keep(line.Data);
        bridge._process.BeginOutputReadLine();
        bridge._process.BeginErrorReadLine();
        return bridge;
    }

    /// <summary>kill -9: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>No file of the process may become longer, as on a full disk; null: there is space again.</summary>
    public async Task LimitFilesAsync(long? bytes)
    {
        var limit = bytes?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unlimited";
        using var prlimit =
            Process.Start("prlimit", ["--pid", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), $"--fsize={limit}:"]);
        await prlimit.WaitForExitAsync();
        prlimit.ExitCode.ShouldBe(0);
    }

    /// <summary>The most memory it ever had resident, in MB (Linux).</summary>
    public long PeakMegabytes() => ReadMegabytes("VmHWM:");

    /// <summary>The memory it has resident, in MB (Linux).</summary>
    public long ResidentMegabytes() => ReadMegabytes("VmRSS:");

    /// <summary>How many threads it has (Linux).</summary>
    public long ThreadCount() => ReadStatus("Threads:");

    /// <summary>How many files and sockets it has open (Linux).</summary>
    public int OpenFileCount() => Directory.GetFileSystemEntries($"/proc/{_process.Id}/fd").Length;

    private long ReadMegabytes(string name) => ReadStatus(name) / 1024;

    private long ReadStatus(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(
            line[name.Length..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>SIGTERM: the polite way.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        return _process.ExitCode;
    }

    /// <summary>Sends a signal, such as STOP and CONT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        kill.ExitCode.ShouldBe(0);
    }

    /// <summary>Waits until the process has ended by itself.</summary>
    public Task WaitForEndAsync() => _process.WaitForExitAsync();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
            _output.Enqueue(line);
    }

    /// <summary>Waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public async Task ListeningAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        while (true)
        {
            if (_output.Select(line => Listening().Match(line)).FirstOrDefault(match => match.Success) is { } found)
            {
                Url = new Uri(found.Groups[1].Value);
                return;
            }

            if (_process.HasExited)
                throw new InvalidOperationException($"The process ended with {_process.ExitCode}:\n{Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    [GeneratedRegex(@"Now listening on: \W*(http://[0-9.:]+)")]
    private static partial Regex Listening();
}
