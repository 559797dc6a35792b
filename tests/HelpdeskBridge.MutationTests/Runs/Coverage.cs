namespace HelpdeskBridge.MutationTests.Runs;

/// <summary>Which test classes enter which members of the mutated files.</summary>
internal sealed class Coverage
{
    private readonly Dictionary<int, List<string>> _classes = [];

    private Coverage()
    {
    }

    /// <summary>Runs test classes without a mutant.</summary>
    /// <exception cref="InvalidOperationException">A test fails: then it could not show that a mutant is noticed.</exception>
    public static async Task<Coverage> MeasureAsync(WorkerProcess worker, IEnumerable<string> classes)
    {
        var coverage = new Coverage();
        foreach (var name in classes)
        {
            var result = await worker.RunAsync(0, [name]);
            if (result.Failure is { } failure)
                throw new InvalidOperationException($"Without a mutant, a test of {name} fails: {failure}");
            foreach (var member in result.Entered)
                (coverage._classes.TryGetValue(member, out var entering) ? entering : coverage._classes[member] = []).Add(name);
        }

        return coverage;
    }

    public IReadOnlyList<string> GetClasses(int member) => _classes.GetValueOrDefault(member) ?? [];
}
