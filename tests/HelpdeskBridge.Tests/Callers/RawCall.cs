using System.Net.Sockets;
using System.Text;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Callers;

/// <summary>A call byte for byte, as no HTTP client would make it.</summary>
internal static class RawCall
{
    /// <summary>Everything that is answered until the service hangs up; empty when it hung up without a word.</summary>
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
            // It hung up while the request was still being sent.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    public static int GetStatus(string answer) => answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0;
}
