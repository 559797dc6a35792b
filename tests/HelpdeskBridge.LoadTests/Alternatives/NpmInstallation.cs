using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace HelpdeskBridge.LoadTests.Alternatives;

/// <summary>Packages of the npm registry in a temporary directory, which is deleted in the end.</summary>
internal sealed class NpmInstallation : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(15);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bridge-load-npm-");

    private NpmInstallation()
    {
    }

    /// <summary>The version of Node.js, or null where there is no Node.js or no npm.</summary>
    public static async Task<string?> FindNodeAsync()
    {
        try
        {
            await NodeProcess.RunAsync("npm", ["--version"], [], CancellationToken.None);
            return (await NodeProcess.RunAsync("node", ["--version"], [], CancellationToken.None)).Trim();
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Installs what a package.json names.</summary>
    /// <param name="definition">The folder of the package.json.</param>
    /// <param name="name">What is installed, for the progress that is printed.</param>
    /// <param name="cancellationToken">Ends the installation.</param>
    /// <exception cref="InvalidOperationException">npm failed; the message says why.</exception>
    public static async Task<NpmInstallation> CreateAsync(string definition, string name, CancellationToken cancellationToken)
    {
        var installation = new NpmInstallation();
        try
        {
            File.Copy(Path.Combine(definition, "package.json"), installation.GetPath("package.json"));
            await installation.InstallAsync(name, cancellationToken);
            return installation;
        }
        catch
        {
            installation.Dispose();
            throw;
        }
    }

    /// <summary>The pinned version of a package.</summary>
    public static string GetVersion(string definition, string package)
    {
        using var content = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(definition, "package.json")));
        return content.RootElement.GetProperty("dependencies").GetProperty(package).GetString()!;
    }

    /// <param name="path">A path below the directory.</param>
    public string GetPath(string path) => Path.Combine(_folder.FullName, path);

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task InstallAsync(string name, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        string[] arguments = ["install", "--prefix", _folder.FullName, "--no-audit", "--no-fund", "--loglevel=error"];
        var install = NodeProcess.RunAsync("npm", arguments, [], limit.Token);
        while (await Task.WhenAny(install, Task.Delay(ProgressEvery, TimeProvider.System, CancellationToken.None)) != install)
            Report("installing");
        await install;
        Report("installed");

        void Report(string what) => Console.Error.WriteLine($"{name}: {what}, {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s");
    }
}
