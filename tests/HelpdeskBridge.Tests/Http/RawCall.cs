using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace HelpdeskBridge.Tests.Http;

/// <summary>A call byte for byte, as no HTTP client would make it.</summary>
internal static class RawCall
{
    /// <summary>The whole answer until the service closes the connection; empty when it closes without one.</summary>
    public static async Task<string> SendAsync(Uri service, string request, TimeSpan? timeout = null)
    {
        using var client = new TcpClient();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(timeout ?? TimeSpan.FromSeconds(20));
        await client.ConnectAsync(service.Host, service.Port, limit.Token);
        await using var stream = client.GetStream();
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), limit.Token);
            await stream.CopyToAsync(answer, limit.Token);
        }
        catch (IOException)
        {
            // The service closed the connection while the request was still being sent.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    public static int GetStatus(string answer) =>
        answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture) : 0;
}
