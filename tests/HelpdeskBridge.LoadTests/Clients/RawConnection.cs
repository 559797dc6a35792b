using System.Net;
using System.Net.Sockets;

namespace HelpdeskBridge.LoadTests.Clients;

/// <summary>
/// A connection that sends prepared requests and reads just enough of the answers. The client shares the machine with what it measures, so it must
/// cost little.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];

    public static async Task<RawConnection> OpenAsync(Uri server, CancellationToken cancellationToken)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port, cancellationToken);
        return connection;
    }

    /// <returns>The status of the answer.</returns>
    public async Task<int> CallAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < request.Length;)
            sent += await _socket.SendAsync(request[sent..], SocketFlags.None, cancellationToken);
        var received = 0;
        while (true)
        {
            var count = await _socket.ReceiveAsync(_buffer.AsMemory(received), SocketFlags.None, cancellationToken);
            if (count == 0)
                throw new IOException("The server closed the connection.");
            received += count;
            if (IsComplete(_buffer.AsSpan(0, received)))
                return ((_buffer[9] - '0') * 100) + ((_buffer[10] - '0') * 10) + (_buffer[11] - '0');
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var head = answer[..end];
        var at = head.IndexOf("Content-Length: "u8);
        if (at >= 0)
        {
            var length = 0;
            foreach (var digit in head[(at + "Content-Length: ".Length)..])
            {
                if (digit is < (byte)'0' or > (byte)'9')
                    break;
                length = (length * 10) + (digit - '0');
            }

            return answer.Length >= end + 4 + length;
        }

        return head.IndexOf("Transfer-Encoding: chunked"u8) < 0 || answer.EndsWith("0\r\n\r\n"u8);
    }
}
