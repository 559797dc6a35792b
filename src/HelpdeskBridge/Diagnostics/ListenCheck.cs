using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Hosting.Configuration;

namespace HelpdeskBridge.Diagnostics;

/// <summary>Whether the ports are free that the service listens on, or the service itself has them.</summary>
internal sealed class ListenCheck(ListenAddresses addresses, ServiceAddress service, IHttpClientFactory clients) : IDoctorCheck
{
    private const string Id = "bridge.port";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        foreach (var address in addresses.All)
            findings.Add(await CheckAsync(address, cancellationToken));
        return findings;
    }

    private async Task<Finding> CheckAsync(Uri address, CancellationToken cancellationToken)
    {
        var subject = address.Authority;
        if (TryListen(address) is not { } error)
            return Create(FindingStatus.Ok, "The port is free; the service does not run here.");
        if (error == SocketError.AddressAlreadyInUse && await IsBridgeAsync(address, cancellationToken))
        {
            service.Url = address;
            return Create(FindingStatus.Ok, "The service runs.");
        }

        var port = address.Port.ToString(CultureInfo.InvariantCulture);
        return error switch
        {
            SocketError.AddressAlreadyInUse => Create(
                FindingStatus.Fail,
                $"Another program has the port {port}, so the service can't start.",
                $"Find it with \"ss -ltnp 'sport = :{port}'\" and stop it, or set Urls to another port."),
            SocketError.AccessDenied => Create(
                FindingStatus.Fail,
                $"This user may not listen on the port {port}.",
                "Set Urls to a port above 1023, and put the proxy in front of it."),
            _ => Create(
                FindingStatus.Fail, $"The service can't listen on {subject} ({error}).", "Set Urls to an address of this machine."),
        };

        Finding Create(FindingStatus status, string what, string fix = "") => new(Id, subject, status, FindingSide.Bridge, what, fix);
    }

    /// <returns>Why it is not possible; null: it is.</returns>
    private static SocketError? TryListen(Uri address)
    {
        var ip = IPAddress.TryParse(address.Host.Trim('[', ']'), out var literal) ? literal : IPAddress.Loopback;
        using var listener = new TcpListener(ip, address.Port);
        try
        {
            listener.Start();
            return null;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    private async Task<bool> IsBridgeAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await RunningService.GetAsync(clients, new Uri(address, RunningService.LivePath), cancellationToken);
            return await RunningService.IsBridgeAsync(response, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            return false;
        }
    }
}
