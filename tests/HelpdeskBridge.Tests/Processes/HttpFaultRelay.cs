using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace HelpdeskBridge.Tests.Processes;

/// <summary>What becomes of a request.</summary>
internal abstract record RelayFault
{
    private RelayFault()
    {
    }

    /// <summary>It does not arrive, and the connection is cut.</summary>
    internal sealed record LoseRequest : RelayFault;

    /// <summary>It arrives. When its answer begins, the connection is cut.</summary>
    internal sealed record LoseAnswer : RelayFault;

    /// <summary>It does not arrive, and is answered as by a server that asks to wait.</summary>
    internal sealed record Refuse(int Status, TimeSpan RetryAfter) : RelayFault;
}

/// <summary>Stands between the bridge and a web server, and lets some of the requests fail.</summary>
/// <param name="server">The server.</param>
internal abstract class HttpFaultRelay(Uri server) : TcpRelay(server.Port)
{
    /// <summary>Where the bridge finds the server.</summary>
    public Uri Url => new($"http://127.0.0.1:{Port}{server.AbsolutePath}");

    /// <summary>Decides about a request.</summary>
    /// <param name="requestLine">Its method and path, such as <c>POST /ticket</c>.</param>
    /// <returns>Null: it passes.</returns>
    protected abstract RelayFault? Choose(string requestLine);

    protected override async Task RelayAsync(TcpClient client, Func<Task<NetworkStream>> connect)
    {
        var server = await connect();
        var cut = new Cut();
        await await Task.WhenAny(ToServerAsync(client.GetStream(), server, cut), ToClientAsync(server, client.GetStream(), cut));

        // A server may go on with a request whose connection is gone; the connection to it stays until it has.
        if (cut.IsMade)
        {
            client.Close();
            await server.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false);
        }
    }

    private async Task ToServerAsync(NetworkStream client, NetworkStream server, Cut cut)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await client.ReadAsync(buffer)) > 0;)
        {
            switch (FindRequestLine(buffer.AsSpan(0, read)) is { } line ? Choose(line) : null)
            {
                case RelayFault.LoseRequest:
                    return;
                case RelayFault.Refuse refuse:
                    await RefuseAsync(client, refuse, buffer);
                    return;
                case RelayFault.LoseAnswer:
                    cut.IsMade = true;
                    break;
            }

            await server.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private static async Task ToClientAsync(NetworkStream server, NetworkStream client, Cut cut)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await server.ReadAsync(buffer)) > 0;)
        {
            if (cut.IsMade)
                return;
            await client.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private static async Task RefuseAsync(NetworkStream client, RelayFault.Refuse refuse, byte[] buffer)
    {
        var seconds = (long)refuse.RetryAfter.TotalSeconds;
        var answer = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {refuse.Status} Refused\r\nRetry-After: {seconds}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await client.WriteAsync(Encoding.ASCII.GetBytes(answer));

        // With unread data the connection would be reset, and the answer with it.
        while (await client.ReadAsync(buffer) > 0)
        {
        }
    }

    /// <summary>A client sends a request only after the answer to the one before, so each begins with what is read at once.</summary>
    private static string? FindRequestLine(ReadOnlySpan<byte> read)
    {
        var end = read.IndexOf(" HTTP/1.1\r\n"u8);
        return end > 0 && read[0] is >= (byte)'A' and <= (byte)'Z' && read[..end].IndexOf((byte)'\n') < 0
            ? Encoding.ASCII.GetString(read[..end])
            : null;
    }

    private sealed class Cut
    {
        public volatile bool IsMade;
    }
}
