namespace HelpdeskBridge.FuzzTests.Guided;

/// <summary>
/// Feeds one target with inputs that are made from those that took a branch as no other did before. It runs in the instrumented copy, in one thread.
/// </summary>
internal static class GuidedWorker
{
    private const int MaxFindings = 20;

    /// <summary>What grows on and on takes longer and longer, and shows nothing that a shorter input would not.</summary>
    private const int MaxEntryBytes = 4096;

    /// <summary>The corpus stays small enough for a repository.</summary>
    private const int MaxKeptBytes = 512;
    private const int MaxKept = 150;

    public static GuidedResult Run(GuidedPlan plan)
    {
        // Before anything of the service runs: it has nowhere to count until then.
        var coverage = new Coverage();
        var target = plan.Targets.Single();
        List<byte[]> entries = [.. target.Samples, .. KeptCorpus.Read(plan.Corpus, target)];
        var findings = new List<Finding>();
        foreach (var entry in entries)
            TryInput(entry, -1);
        var atFirst = coverage.Branches;
        var index = 0;
        for (; index < plan.Inputs && findings.Count < MaxFindings; index++)
        {
            var input = new Mutator(plan.Seed, index).Mutate(entries);
            if (TryInput(input, index) && input.Length <= MaxEntryBytes)
                entries.Add(input);
        }

        var branches = coverage.Branches;
        return new GuidedResult(target.Name, index, atFirst, branches, Keep(plan, target, entries, coverage), findings);

        bool TryInput(byte[] input, int number)
        {
            coverage.Begin();

            // By itself, so that a file with the input, the seed and the number are enough to do it again.
            if (target.Find(input, number, new Mutator(plan.Seed, number)) is { } finding)
                findings.Add(finding);
            return coverage.AddIfNew();
        }
    }

    /// <summary>Of inputs that take the same branches, the shortest one is kept.</summary>
    private static int Keep(GuidedPlan plan, ParserTarget target, List<byte[]> entries, Coverage coverage)
    {
        coverage.Clear();
        foreach (var sample in target.Samples)
            IsNew(sample);
        var kept = entries.Where(entry => entry.Length <= MaxKeptBytes).OrderBy(entry => entry.Length).Where(IsNew).Take(MaxKept).ToList();
        KeptCorpus.Write(plan.Corpus, target, kept);
        return kept.Count;

        bool IsNew(byte[] input)
        {
            coverage.Begin();
            target.Find(input, -1, new Mutator(plan.Seed, -1));
            return coverage.AddIfNew();
        }
    }
}
