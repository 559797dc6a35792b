using System.Reflection;
using HelpdeskBridge.CrashTests;
using HelpdeskBridge.SimulationTests.Mutations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.SimulationTests;

/// <summary>A fault that is planted into the service is found. Otherwise a run without a finding would prove nothing.</summary>
public sealed class MutationTests
{
    public static TheoryData<string> All => [.. AllMutations.List.Select(mutation => mutation.Name)];

    [Fact]
    public void Each_fault_that_is_planted_into_a_statement_changes_one_of_the_service()
    {
        var statements = typeof(StoreTransaction).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(field => field.IsLiteral).Select(field => field.GetRawConstantValue()).OfType<string>().ToList();

        AllMutations.List.Where(mutation => mutation.Sql is not null && !statements.Exists(sql => sql.Contains(mutation.Sql)))
            .Select(mutation => mutation.Name).ShouldBeEmpty();
    }

    [Fact]
    public Task A_planted_fault_is_found() => ShouldBeFoundAsync("queue-reversed");

    [Theory(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    [InlineData("claim-skipped")]
    [InlineData("retry-doubled")]
    public Task Faults_of_claims_and_retries_are_found(string name) => ShouldBeFoundAsync(name);

    [Theory(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    [MemberData(nameof(All))]
    public Task Every_planted_fault_is_found(string name) => ShouldBeFoundAsync(name);

    private static async Task ShouldBeFoundAsync(string name)
    {
        var found = await MutationHunt.FindAsync(AllMutations.Find(name)!);
        found.ShouldNotBeNull($"{name} was not found");
        (await MutationHunt.FindBreachesWithoutFaultAsync(found)).ShouldBeEmpty();
        TestContext.Current.TestOutputHelper?.WriteLine($"{found}\n{string.Join('\n', found.Breaches)}");
    }
}
