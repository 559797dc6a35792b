using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Http;

/// <summary>Reads the bodies of calls: bounded in size, in time and in what all of them take together.</summary>
internal sealed class RequestBodyReader(IOptions<BridgeOptions> options)
{
    /// <summary>A body has a megabyte at most; who needs longer holds a place on purpose.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Zendesk repeats after up to 60 seconds, JAICP as it likes.</summary>
    private const int RetryAfterSeconds = 30;

    private const int FirstPiece = 4 * 1024;

    private readonly BodyMemoryLimit _known = BodyMemoryLimit.ForKnownCallers(options.Value.MaxBodyBytes);
    private readonly BodyMemoryLimit _unknown = BodyMemoryLimit.ForUnknownCallers(options.Value.MaxBodyBytes);

    /// <summary>The body of a caller that has shown its key.</summary>
    public Task<(ReadOnlyMemory<byte> Body, IResult? Refusal)> ReadAsync(HttpContext http) => ReadAsync(http, _known);

    /// <summary>The body of a caller that has yet to be recognised by it.</summary>
    public Task<(ReadOnlyMemory<byte> Body, IResult? Refusal)> ReadFromUnknownCallerAsync(HttpContext http) => ReadAsync(http, _unknown);

    private async Task<(ReadOnlyMemory<byte> Body, IResult? Refusal)> ReadAsync(HttpContext http, BodyMemoryLimit budget)
    {
        var max = options.Value.MaxBodyBytes;
        if (http.Request.ContentLength > max)
            return (default, Closing(http, Problems.TooLarge(max)));

        // Held until the call is answered: what was read is in memory that long.
        var place = budget.Enter(CallerAddress.Get(http));
        http.Response.RegisterForDispose(place);
        using var tooLate = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        tooLate.CancelAfter(Longest);
        try
        {
            for (var length = 0; ;)
            {
                if (length == place.Bytes.Length && !place.TryGrow(Math.Min(Math.Max(FirstPiece, 2 * length), max + 1)))
                    return (default, Problems.Busy(http, RetryAfterSeconds));
                var read = await http.Request.Body.ReadAsync(place.Bytes.AsMemory(length), tooLate.Token);
                if (read == 0)
                    return (place.Bytes.AsMemory(0, length), null);
                length += read;
                if (length > max)
                    return (default, Closing(http, Problems.TooLarge(max)));
            }
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return (default, Closing(http, Problems.ForStatus(StatusCodes.Status408RequestTimeout)));
        }
    }

    /// <summary>The rest of the body is not waited for, so the connection can't be used again; the caller is told, or its next call would meet a dead one.</summary>
    private static IResult Closing(HttpContext http, IResult refusal)
    {
        http.Response.Headers.Connection = "close";
        return refusal;
    }
}
