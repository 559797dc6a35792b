namespace HelpdeskBridge.FuzzTests.Guided;

/// <summary>What earlier guided runs have found stays readable, and the guide guides.</summary>
public sealed class GuidedTests
{
    [Fact]
    public void Every_input_that_was_kept_is_read()
    {
        var inputs = 0;
        foreach (var target in ParserTargets.All)
        {
            foreach (var (index, input) in KeptCorpus.Read(KeptCorpus.Folder, target).Index())
            {
                target.Find(input, index, new Mutator(1, index)).ShouldBeNull();
                inputs++;
            }
        }

        inputs.ShouldBeGreaterThan(500);
    }

    [Theory]
    [InlineData("operator fields")]
    [InlineData("opening times")]
    public async Task Inputs_that_take_new_branches_are_kept(string target)
    {
        var corpus = Directory.CreateTempSubdirectory("bridge-corpus-").FullName;
        try
        {
            var plan = new GuidedPlan(Inputs: 3_000, Seed: 1, corpus, target);
            var first = (await GuidedRun.RunAsync(plan, _ => { })).ShouldHaveSingleItem();
            var second = (await GuidedRun.RunAsync(plan with { Inputs = 1 }, _ => { })).ShouldHaveSingleItem();

            first.Findings.ShouldBeEmpty();
            first.Branches.ShouldBeGreaterThan(first.BranchesAtFirst);
            first.Kept.ShouldBeGreaterThan(0);
            second.BranchesAtFirst.ShouldBeGreaterThan(first.BranchesAtFirst, "the next run begins where this one has ended");
        }
        finally
        {
            Directory.Delete(corpus, recursive: true);
        }
    }
}
