namespace HelpdeskBridge.FuzzTests.WorstInputs;

/// <summary>
/// The memory that a function asks for grows in proportion to its input, whatever the input. Memory is counted and not time, so that the machine's
/// load doesn't matter; what takes time out of all proportion would not end.
/// </summary>
public sealed class AllocationTests
{
    /// <summary>Above the sizes at which texts are split and notes are cut.</summary>
    private const int FullLength = 300_000;

    private const double MaxRatio = 2.5;

    /// <summary>Lists grow by doubling, so one more element may double their memory.</summary>
    private const int BytesFreePerCharacter = 20;

    public static IEnumerable<TheoryDataRow<string>> Names { get; } = PureWork.All.Select(work => new TheoryDataRow<string>(work.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Memory_grows_with_the_size_of_the_input_and_not_more(string name)
    {
        var work = PureWork.All.Single(work => work.Name == name);
        foreach (var input in work.Inputs)
        {
            // The first call compiles the function and fills the pools of buffers.
            Measure(work, input, FullLength);
            var half = Measure(work, input, FullLength / 2);
            var full = Measure(work, input, FullLength);

            full.ShouldBeLessThan(((long)work.MaxBytesPerCharacter * FullLength) + 1_000_000, $"{name}: {input.Name}");
            full.ShouldBeLessThan((long)(MaxRatio * half) + (BytesFreePerCharacter * FullLength), $"{name}: {input.Name}");
        }
    }

    private static long Measure(PureWork work, WorstInput input, int length)
    {
        var call = work.Prepare(input.Create(length));
        var before = GC.GetAllocatedBytesForCurrentThread();
        call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
