using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HelpdeskBridge.LoadTests.Alternatives;

/// <summary>A program of Node.js with the processes that it starts.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;

    private NodeProcess(string program, IReadOnlyList<string> arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The processor time of the program so far. What it starts besides has nothing to do with a text.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public string Output => string.Join('\n', _output);

    public static NodeProcess Begin(IReadOnlyList<string> arguments, Dictionary<string, string> environment) => new("node", arguments, environment);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has what it printed.</exception>
    public static async Task<string> RunAsync(
        string program, IReadOnlyList<string> arguments, Dictionary<string, string> environment, CancellationToken cancellationToken)
    {
        await using var process = new NodeProcess(program, arguments, environment);
        await process._process.WaitForExitAsync(cancellationToken);
        return process._process.ExitCode == 0
            ? process.Output
            : throw new InvalidOperationException($"{program} {arguments[0]} ended with {process._process.ExitCode}:\n{process.Output}");
    }

    /// <summary>A port on which nothing listens. The programs can't take one themselves and say which.</summary>
    public static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until a call is answered 200.</summary>
    /// <exception cref="InvalidOperationException">The program ended, or it took too long.</exception>
    public async Task WaitUntilAsync(Func<HttpClient, CancellationToken, Task<HttpResponseMessage>> call, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await call(http, cancellationToken);
                if (response.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (Exception exception) when (exception is HttpRequestException || IsTimeout(exception))
            {
                // It does not listen yet, or does not answer yet.
            }

            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > TimeSpan.FromMinutes(3))
                throw new InvalidOperationException($"It did not get ready:\n{Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        }

        bool IsTimeout(Exception exception) => exception is TaskCanceledException && !cancellationToken.IsCancellationRequested;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
            _output.Enqueue(line);
    }
}
