using System.Net;
using HelpdeskBridge.Clustering;

namespace HelpdeskBridge.Tests.Clustering;

/// <summary>When a member of the cluster is taken for cut off from the store.</summary>
public sealed class MemberSilenceTests
{
    private static readonly SiloAddress _self = Create(1);
    private static readonly SiloAddress _other = Create(2);

    private readonly MemberSilence _silence = new();

    [Fact]
    public void A_member_that_misses_ten_rounds_of_this_process_is_silent()
    {
        Observe(0, 0).ShouldBeEmpty();
        foreach (var round in Enumerable.Range(1, MemberSilence.MaxMissed - 1))
            Observe(round, 0).ShouldBeEmpty();

        Observe(MemberSilence.MaxMissed, 0).ShouldBe([_other]);
    }

    [Fact]
    public void A_member_that_shows_that_it_is_alive_now_and_then_is_never_silent()
    {
        foreach (var round in Enumerable.Range(0, 100))
            Observe(round, round / (MemberSilence.MaxMissed - 1)).ShouldBeEmpty();
    }

    [Fact]
    public void While_this_process_cannot_write_either_nobody_is_silent()
    {
        Observe(0, 0).ShouldBeEmpty();
        foreach (var _ in Enumerable.Range(0, 100))
            Observe(0, 0).ShouldBeEmpty();

        // This one is the first that writes again.
        Observe(1, 0).ShouldBeEmpty();
        Observe(2, 1).ShouldBeEmpty();
    }

    [Fact]
    public void A_process_that_is_not_listed_judges_nobody()
    {
        foreach (var round in Enumerable.Range(0, 100))
            _silence.Observe(_self, new Dictionary<SiloAddress, DateTime> { [_other] = At(round / 50) }).ShouldBeEmpty();
    }

    [Fact]
    public void A_member_that_was_gone_begins_anew()
    {
        foreach (var round in Enumerable.Range(0, MemberSilence.MaxMissed))
            Observe(round, 0).ShouldBeEmpty();
        _silence.Observe(_self, new Dictionary<SiloAddress, DateTime> { [_self] = At(50) }).ShouldBeEmpty();

        Observe(51, 0).ShouldBeEmpty();
    }

    private IReadOnlyList<SiloAddress> Observe(int self, int other) =>
        _silence.Observe(_self, new Dictionary<SiloAddress, DateTime> { [_self] = At(self), [_other] = At(other) });

    private static DateTime At(int round) => DateTime.UnixEpoch.AddSeconds(2 * round);

    private static SiloAddress Create(int number) => SiloAddress.New(IPAddress.Loopback, number, 1);
}
