using System.Net;
using HelpdeskBridge.Clustering;

namespace HelpdeskBridge.Tests.Clustering;

/// <summary>Under which address and port the other processes reach this one.</summary>
public sealed class ClusterAddressTests
{
    private const int SiloPort = 11111;

    [Theory]
    [InlineData("10.0.0.5", "10.0.0.5:11111")]
    [InlineData("10.0.0.5:21111", "10.0.0.5:21111")]
    [InlineData("localhost:21111", "127.0.0.1:21111")]
    [InlineData("localhost", "127.0.0.1:11111")]
    [InlineData("fd00::5", "[fd00::5]:11111")]
    [InlineData("[fd00::5]:21111", "[fd00::5]:21111")]
    [InlineData("[fd00::5]", "[fd00::5]:11111")]
    public void An_address_may_have_a_port(string advertise, string found) =>
        ClusterAddress.Find(advertise, SiloPort).ShouldBe(IPEndPoint.Parse(found));

    [Fact]
    public void Without_a_setting_it_is_an_address_of_this_machine_and_the_port_on_which_it_listens()
    {
        var found = ClusterAddress.Find(null, SiloPort);

        found.Port.ShouldBe(SiloPort);
        ClusterAddress.GetListening(found.Address).ShouldBe(found.Address);
    }
}
