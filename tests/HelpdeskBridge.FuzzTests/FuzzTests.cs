namespace HelpdeskBridge.FuzzTests;

/// <summary>A short run with every test run; the long one is in docs/security.md.</summary>
public sealed class FuzzTests
{
    [Fact]
    public void No_parser_breaks_on_anything()
    {
        foreach (var seen in FuzzRun.Parsers(new FuzzPlan(Inputs: 40_000, Seed: 1)))
            seen.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_service_answers_whatever_comes_below_500()
    {
        var seen = await ServiceTarget.RunAsync(inputs: 2_000, seed: 1);

        seen.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Broken_answers_lose_nothing()
    {
        var seen = await AnswersTarget.RunAsync(messages: 40, seed: 1);

        seen.Inputs.ShouldBeGreaterThan(20);
        seen.Findings.ShouldBeEmpty();
    }
}
