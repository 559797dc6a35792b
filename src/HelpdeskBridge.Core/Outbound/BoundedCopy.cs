using System.Buffers;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Outbound;

/// <summary>Streams a body to its destination, piece by piece, so that it is never whole in memory.</summary>
internal static class BoundedCopy
{
    private const int PieceBytes = 64 * 1024;

    /// <param name="content">The body.</param>
    /// <param name="to">The destination.</param>
    /// <param name="max">The most bytes that are copied. Whatever Content-Length says, reading stops as soon as there are more.</param>
    /// <param name="timeout">How long the other side may send nothing at all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many bytes there were; null: more than <paramref name="max"/>.</returns>
    /// <exception cref="TimeoutException">The other side stopped sending.</exception>
    /// <exception cref="HttpRequestException">It broke off.</exception>
    /// <exception cref="IOException"><paramref name="to"/> could not be written.</exception>
    public static async Task<long?> CopyWithinAsync(this HttpContent content, Stream to, long max, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await using var from = await content.ReadAsStreamAsync(cancellationToken);
            for (var total = 0L; ;)
            {
                var read = await ReadAsync(from, buffer, stalled, timeout, cancellationToken);
                if (read == 0)
                    return total;
                total += read;
                if (total > max)
                    return null;
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <param name="content">The body.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="skip">Bytes at the beginning that are left out.</param>
    /// <param name="take">Bytes after those; null: all.</param>
    /// <param name="timeout">How long the other side may send nothing at all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">The other side stopped sending.</exception>
    /// <exception cref="HttpRequestException">It broke off.</exception>
    public static async Task CopyPartAsync(this HttpContent content, Stream to, long skip, long? take, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await using var from = await content.ReadAsStreamAsync(cancellationToken);
            for (var left = take ?? long.MaxValue; left > 0;)
            {
                var read = await ReadAsync(from, buffer, stalled, timeout, cancellationToken);
                if (read == 0 && take is not null)
                    throw new HttpRequestException(HttpRequestError.ResponseEnded, "the body was shorter than it said");
                if (read == 0)
                    return;
                var skipped = (int)Math.Min(skip, read);
                skip -= skipped;
                var taken = (int)Math.Min(read - skipped, left);
                await to.WriteAsync(buffer.AsMemory(skipped, taken), cancellationToken);
                left -= taken;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <param name="from">The body.</param>
    /// <param name="buffer">Takes the next piece.</param>
    /// <param name="stalled">One for the whole body: it is set anew for each piece.</param>
    /// <param name="timeout">How long the piece may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private static async ValueTask<int> ReadAsync(Stream from, byte[] buffer, CancellationTokenSource stalled, TimeSpan timeout, CancellationToken cancellationToken)
    {
        stalled.CancelAfter(timeout);
        try
        {
            return await from.ReadAsync(buffer, stalled.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("the body stopped coming");
        }
        catch (IOException e)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "the body broke off", e);
        }
        finally
        {
            // Passing the piece on may take its time.
            stalled.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
}
