using System.Diagnostics;
using System.Text.Json;

namespace HelpdeskBridge.MutationTests.Runs;

/// <summary>A process that runs tests on the mutated service. A mutant may hang it or make it crash; then a new one is started.</summary>
internal sealed class WorkerProcess(string program) : IDisposable
{
    /// <summary>Much longer than the tests take on a busy machine.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    private Process? _process;

    /// <summary>Runs test classes while a mutant is switched on.</summary>
    /// <param name="mutant">The mutant; 0: none.</param>
    /// <param name="classes">The test classes.</param>
    public async Task<TestResult> RunAsync(int mutant, IEnumerable<string> classes)
    {
        var process = _process ??= Start();
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            await process.StandardInput.WriteLineAsync($"{mutant} {string.Join(' ', classes)}");
            await process.StandardInput.FlushAsync(timeout.Token);
            while (await process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
            {
                if (line.StartsWith(Worker.Mark, StringComparison.Ordinal))
                    return JsonSerializer.Deserialize<TestResult>(line[Worker.Mark.Length..])!;
            }

            Dispose();
            return new TestResult("(the process crashed)", []);
        }
        catch (OperationCanceledException)
        {
            Dispose();
            return new TestResult("(the tests did not end)", []);
        }
    }

    public void Dispose()
    {
        if (_process is not { } process)
            return;
        _process = null;
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(program);
        start.ArgumentList.Add(Worker.Argument);
        return Process.Start(start)!;
    }
}
