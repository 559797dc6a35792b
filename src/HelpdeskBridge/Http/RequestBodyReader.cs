using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Http;

/// <summary>Reads request bodies. Their size, their time and the memory of all of them together are limited.</summary>
internal sealed class RequestBodyReader(IOptions<BridgeOptions> options) : IDisposable
{
    /// <summary>A body has a megabyte at most. Whoever needs longer for it blocks the memory on purpose.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Zendesk repeats a webhook call only when it has to wait less than 60 seconds. JAICP sets no limit.</summary>
    private const int RetryAfterSeconds = 30;

    private const int InitialBytes = 4 * 1024;

    private readonly BodyMemoryLimit _knownCallers = BodyMemoryLimit.ForKnownCallers(options.Value.MaxBodyBytes);
    private readonly BodyMemoryLimit _unknownCallers = BodyMemoryLimit.ForUnknownCallers(options.Value.MaxBodyBytes);

    /// <summary>Reads the body of a caller who has shown the right key.</summary>
    public Task<(ReadOnlyMemory<byte> Body, IResult? Refusal)> ReadFromKnownCallerAsync(HttpContext http) => ReadAsync(http, _knownCallers);

    /// <summary>Reads the body of a caller who can only be recognised by its content, such as a signed webhook or a sign-in.</summary>
    public Task<(ReadOnlyMemory<byte> Body, IResult? Refusal)> ReadFromUnknownCallerAsync(HttpContext http) => ReadAsync(http, _unknownCallers);

    public void Dispose()
    {
        _knownCallers.Dispose();
        _unknownCallers.Dispose();
    }

    private async Task<(ReadOnlyMemory<byte> Body, IResult? Refusal)> ReadAsync(HttpContext http, BodyMemoryLimit limit)
    {
        var max = options.Value.MaxBodyBytes;
        if (http.Request.ContentLength > max)
            return (default, CloseConnection(http, Problems.TooLarge(max)));

        // Held until the call is answered: the body is in memory that long.
        var buffer = limit.CreateBuffer(CallerAddress.Get(http));
        http.Response.RegisterForDispose(buffer);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        timeout.CancelAfter(Timeout);
        try
        {
            for (var length = 0; ;)
            {
                if (length == buffer.Bytes.Length && !buffer.TryGrow(Math.Min(Math.Max(InitialBytes, 2 * length), max + 1)))
                    return (default, Problems.Busy(http, RetryAfterSeconds));
                var read = await http.Request.Body.ReadAsync(buffer.Bytes.AsMemory(length), timeout.Token);
                if (read == 0)
                    return (buffer.Bytes.AsMemory(0, length), null);
                length += read;
                if (length > max)
                    return (default, CloseConnection(http, Problems.TooLarge(max)));
            }
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return (default, CloseConnection(http, Problems.ForStatus(StatusCodes.Status408RequestTimeout)));
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            // The server gives this for the size of a chunk that is no number it can hold.
            throw new BadHttpRequestException(e.Message, e);
        }
    }

    /// <summary>
    /// The rest of the body is not read, so the connection can't be used again. The caller is told so; otherwise its next call would fail on
    /// a dead connection.
    /// </summary>
    private static IResult CloseConnection(HttpContext http, IResult refusal)
    {
        http.Response.Headers.Connection = "close";
        return refusal;
    }
}
