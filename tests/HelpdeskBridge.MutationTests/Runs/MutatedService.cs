using System.Diagnostics;
using HelpdeskBridge.MutationTests.Mutants;

namespace HelpdeskBridge.MutationTests.Runs;

/// <summary>A copy of this program whose service contains all mutants, built from a copy of the sources: the working tree is not changed.</summary>
internal sealed class MutatedService : IDisposable
{
    private static readonly string[] Projects =
        ["HelpdeskBridge.Core", "HelpdeskBridge.Zendesk", "HelpdeskBridge.RequestTracker", "HelpdeskBridge"];

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-mutants-").FullName;

    private MutatedService()
    {
    }

    /// <summary>All mutants that are valid C#.</summary>
    public required IReadOnlyList<Mutant> Mutants { get; init; }

    /// <summary>The program that runs the tests.</summary>
    public string Program => Path.Combine(_folder, "program", $"{typeof(MutatedService).Assembly.GetName().Name}.dll");

    /// <summary>Makes the mutants of files and builds them.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="paths">The paths of the files below it.</param>
    public static async Task<MutatedService> BuildAsync(string root, IEnumerable<string> paths)
    {
        var files = Read(root, paths);
        var invalid = Projects.SelectMany(project => FindInvalid(root, project, files)).ToHashSet();
        var service = new MutatedService
        {
            Mutants = [.. files.SelectMany(file => file.Value.Mutants).Where(mutant => !invalid.Contains(mutant.Number))],
        };
        try
        {
            service.CopySources(root);
            foreach (var (path, file) in files)
                await File.WriteAllTextAsync(Path.Combine(service._folder, path), file.Write(mutant => invalid.Contains(mutant.Number)).Code);
            await File.WriteAllTextAsync(Path.Combine(service._folder, "src", Projects[0], "MutantSwitch.cs"), SwitchedFile.Switch);
            await service.BuildAsync();
            return service;
        }
        catch
        {
            service.Dispose();
            throw;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Dictionary<string, SwitchedFile> Read(string root, IEnumerable<string> paths)
    {
        var operators = new Operators(EnumNames.Find(ListSources(Path.Combine(root, "src"))));
        var files = new Dictionary<string, SwitchedFile>();
        var (mutants, members) = (1, 0);
        foreach (var path in paths)
        {
            var file = files[path] = new SwitchedFile(path, File.ReadAllText(Path.Combine(root, path)), operators, mutants, members);
            mutants += file.Mutants.Count();
            members += file.MemberCount;
        }

        return files;
    }

    private static IReadOnlySet<int> FindInvalid(string root, string project, Dictionary<string, SwitchedFile> files)
    {
        var folder = Path.Combine(root, "src", project);
        var mutated = files.Where(file => file.Key.StartsWith($"src/{project}/", StringComparison.Ordinal)).ToDictionary();
        if (mutated.Count == 0)
            return new HashSet<int>();
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var globalUsings = Path.Combine(folder, "obj", configuration, "net10.0", $"{project}.GlobalUsings.g.cs");
        var others = ListSources(folder).Append(globalUsings)
            .Where(path => !mutated.ContainsKey(Path.GetRelativePath(root, path).Replace('\\', '/')));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != project);
        return CompileCheck.FindInvalid(project, mutated.Values, others, references);
    }

    private static IEnumerable<string> ListSources(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(path => !IsBuilt(Path.GetRelativePath(folder, path)));

    private static bool IsBuilt(string path) => path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    private void CopySources(string root)
    {
        var sources = Directory.EnumerateFiles(Path.Combine(root, "src"), "*", SearchOption.AllDirectories)
            .Where(path => !IsBuilt(Path.GetRelativePath(root, path)))
            .Concat(Directory.EnumerateFiles(root).Where(path => Path.GetExtension(path) is ".props" or ".json" or ".txt" or ".sln"));
        foreach (var source in sources)
            Copy(source, Path.Combine(_folder, Path.GetRelativePath(root, source)));
    }

    private async Task BuildAsync()
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = _folder, RedirectStandardOutput = true, UseShellExecute = false };
        string[] arguments =
        [
            "build", Path.Combine("src", "HelpdeskBridge"), "-c", "Release", "--nologo", "-v", "quiet", "-clp:ErrorsOnly",
            "-p:TreatWarningsAsErrors=false", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var build = Process.Start(start)!;
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        if (build.ExitCode != 0)
            throw new InvalidOperationException($"The mutated service can't be built:\n{output}");

        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
            Copy(file, Path.Combine(_folder, "program", Path.GetRelativePath(AppContext.BaseDirectory, file)));
        foreach (var project in Projects)
        {
            var built = Path.Combine(_folder, "src", "HelpdeskBridge", "bin", "Release", "net10.0", $"{project}.dll");
            File.Copy(built, Path.Combine(_folder, "program", $"{project}.dll"), overwrite: true);
        }
    }

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(source, target);
    }
}
