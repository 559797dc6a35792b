using System.Net.Sockets;
using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.LiveTests.RequestTracker;

/// <summary>
/// Stands between the bridge and Request Tracker, and loses the answers of some writes: the request arrives, and the connection is cut at once or
/// when the answer begins.
/// </summary>
internal sealed class LostAnswers : TcpRelay
{
    private readonly double _share;
    private readonly Random _random;
    private int _lost;

    /// <param name="server">Request Tracker.</param>
    /// <param name="share">How many of the writes lose their answer, between 0 and 1.</param>
    /// <param name="seed">Makes the choice repeatable.</param>
    public LostAnswers(Uri server, double share, int seed)
        : base(server.Port) => (_share, _random) = (share, new Random(seed));

    public Uri Url => new($"http://127.0.0.1:{Port}");

    /// <summary>How many answers were lost so far.</summary>
    public int Lost => _lost;

    protected override async Task RelayAsync(TcpClient client, Func<Task<NetworkStream>> connect)
    {
        var server = await connect();
        var cut = new Cut();
        await await Task.WhenAny(ToServerAsync(client.GetStream(), server, cut), ToClientAsync(server, client.GetStream(), cut));

        // Request Tracker goes on with a request whose connection is gone; the connection to it stays until it has.
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
            if (IsWrite(buffer.AsSpan(0, read)) && IsChosen())
                cut.IsMade = true;
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

    /// <summary>Only what must not be done twice: tickets, users, correspondence and comments.</summary>
    private static bool IsWrite(ReadOnlySpan<byte> request) => request.StartsWith("POST "u8)
        && (request.IndexOf("/ticket HTTP"u8) > 0 || request.IndexOf("/user HTTP"u8) > 0 || request.IndexOf("/correspond HTTP"u8) > 0
            || request.IndexOf("/comment HTTP"u8) > 0);

    private bool IsChosen()
    {
        lock (_random)
        {
            if (_random.NextDouble() >= _share)
                return false;
        }

        Interlocked.Increment(ref _lost);
        return true;
    }

    private sealed class Cut
    {
        public volatile bool IsMade;
    }
}
