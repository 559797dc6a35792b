using System.Net;
using System.Net.Sockets;

namespace HelpdeskBridge.Tests.Processes;

/// <summary>A port on which nothing listens. Shared with HelpdeskBridge.CrashTests.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
