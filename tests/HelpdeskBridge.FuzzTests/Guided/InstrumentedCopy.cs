using System.Diagnostics;
using SharpFuzz;

namespace HelpdeskBridge.FuzzTests.Guided;

/// <summary>A copy of this program in which the service's own code counts the branches it takes.</summary>
internal sealed class InstrumentedCopy : IDisposable
{
    private const string Own = "HelpdeskBridge*.dll";

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-fuzz-").FullName;

    public InstrumentedCopy()
    {
        var program = typeof(InstrumentedCopy).Assembly.GetName().Name;
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(AppContext.BaseDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        foreach (var assembly in Directory.EnumerateFiles(_folder, Own).Where(file => Path.GetFileNameWithoutExtension(file) != program))
            Fuzzer.Instrument(assembly, _ => true, SharpFuzz.Options.Value);
    }

    /// <summary>Runs it.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<string> RunAsync(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(_folder, $"{typeof(InstrumentedCopy).Assembly.GetName().Name}.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The instrumented program ended with {process.ExitCode}:\n{output}");
        return output;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
