using HelpdeskBridge.Network;

namespace HelpdeskBridge.Tests.Clustering;

/// <summary>What one of several processes takes of a limit.</summary>
public sealed class ClusterShareTests
{
    [Theory]
    [InlineData(1, 32, 32)]
    [InlineData(2, 32, 16)]
    [InlineData(3, 32, 10)]
    [InlineData(40, 32, 1)]
    public void Each_process_takes_an_equal_part_of_a_limit_and_at_least_one(int processes, int limit, int part) =>
        new Share { Running = processes }.Of(limit).ShouldBe(part);

    [Fact]
    public void When_a_process_joins_fewer_are_let_in_and_when_it_leaves_more()
    {
        var share = new Share { Running = 1 };
        using var limiter = share.CreateLimiter<string, string>(4, key => key);
        CountAdmitted().ShouldBe(4);
        share.Running = 2;
        CountAdmitted().ShouldBe(2);
        share.Running = 1;
        CountAdmitted().ShouldBe(4);

        int CountAdmitted()
        {
            var leases = Enumerable.Range(0, 10).Select(_ => limiter.AttemptAcquire("a")).ToList();
            leases.ForEach(lease => lease.Dispose());
            return leases.Count(lease => lease.IsAcquired);
        }
    }

    private sealed class Share : ClusterShare
    {
        public int Running { get; set; }

        public override int Processes => Running;
    }
}
