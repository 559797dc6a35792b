using WireMock.Logging;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;
using Request = WireMock.RequestBuilders.Request;

namespace HelpdeskBridge.Tests.Simulators;

/// <summary>
/// How fast this machine answers calls now. Waits that move the service's clock keep to it, so that on a busy machine the service's own calls do not
/// run into their time limits, and its messages do not become late.
/// </summary>
internal static class MachinePace
{
    private const int Calls = 6;

    private static readonly HttpClient Client = new();
    private static readonly Lazy<Uri> Address = new(Start);

    /// <summary>Ends when some calls were answered.</summary>
    public static async Task KeepAsync()
    {
        for (var call = 0; call < Calls; call++)
            (await Client.GetAsync(Address.Value)).Dispose();
    }

    /// <summary>The server lives as long as the tests. It keeps no list of the calls.</summary>
    private static Uri Start()
    {
        var server = WireMockServer.Start(new WireMockServerSettings { Logger = new WireMockNullLogger(), MaxRequestLogCount = 0 });
        server.Given(Request.Create().UsingGet()).RespondWith(Response.Create().WithStatusCode(204));
        return new Uri($"http://127.0.0.1:{server.Port}");
    }
}
