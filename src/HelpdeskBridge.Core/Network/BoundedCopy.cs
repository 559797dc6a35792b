using System.Buffers;

namespace HelpdeskBridge.Network;

/// <summary>Copies the body of a response while it arrives, without holding all of it in memory.</summary>
internal static class BoundedCopy
{
    private const int BufferSize = 64 * 1024;

    /// <summary>A host that sends a byte now and then never stalls, but holds a place that others need.</summary>
    private const int MinBytesPerSecond = 16 * 1024;

    /// <summary>Copies a body that must not be larger than a limit. The limit holds whatever the Content-Length header says.</summary>
    /// <param name="content">The body.</param>
    /// <param name="destination">The stream that the body is written to.</param>
    /// <param name="maxBytes">The largest size, in bytes. Reading stops as soon as there is more.</param>
    /// <param name="timeout">How long to wait for the next bytes.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    /// <returns>The number of bytes; null when there were more than <paramref name="maxBytes"/>.</returns>
    /// <exception cref="TimeoutException">No bytes arrived in time, or they arrive too slowly.</exception>
    /// <exception cref="HttpRequestException">The connection was lost.</exception>
    /// <exception cref="IOException"><paramref name="destination"/> could not be written.</exception>
    public static async Task<long?> CopyWithinAsync(
        this HttpContent content, Stream destination, long maxBytes, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await using var source = await content.ReadAsStreamAsync(cancellationToken);
            var start = TimeProvider.System.GetTimestamp();
            for (var total = 0L; ;)
            {
                var read = await ReadAsync(source, buffer, stalled, timeout, cancellationToken);
                if (read == 0)
                    return total;
                total += read;
                if (TimeProvider.System.GetElapsedTime(start) > timeout + TimeSpan.FromSeconds((double)total / MinBytesPerSecond))
                    throw new TimeoutException("too slow");
                if (total > maxBytes)
                    return null;
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Copies a part of a body.</summary>
    /// <param name="content">The body.</param>
    /// <param name="destination">The stream that the part is written to.</param>
    /// <param name="skip">How many bytes at the beginning are not copied.</param>
    /// <param name="take">How many of the following bytes are copied; null: all.</param>
    /// <param name="timeout">How long to wait for the next bytes.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    /// <exception cref="TimeoutException">No bytes arrived in time.</exception>
    /// <exception cref="HttpRequestException">The connection was lost, or the body is shorter than the part needs.</exception>
    public static async Task CopyPartAsync(
        this HttpContent content, Stream destination, long skip, long? take, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await using var source = await content.ReadAsStreamAsync(cancellationToken);
            for (var left = take ?? long.MaxValue; left > 0;)
            {
                var read = await ReadAsync(source, buffer, stalled, timeout, cancellationToken);
                if (read == 0 && take is not null)
                    throw new HttpRequestException(HttpRequestError.ResponseEnded, "the body is shorter than announced");
                if (read == 0)
                    return;
                var skipped = (int)Math.Min(skip, read);
                skip -= skipped;
                var taken = (int)Math.Min(read - skipped, left);
                await destination.WriteAsync(buffer.AsMemory(skipped, taken), cancellationToken);
                left -= taken;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <param name="source">The body.</param>
    /// <param name="buffer">Receives the next bytes.</param>
    /// <param name="stalled">Ends the read when nothing arrives. It is used again for each read of the same body.</param>
    /// <param name="timeout">How long to wait for the next bytes.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    private static async ValueTask<int> ReadAsync(
        Stream source, byte[] buffer, CancellationTokenSource stalled, TimeSpan timeout, CancellationToken cancellationToken)
    {
        stalled.CancelAfter(timeout);
        try
        {
            return await source.ReadAsync(buffer, stalled.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("no more of the body arrived in time");
        }
        catch (IOException e)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "the connection was lost within the body", e);
        }
        finally
        {
            // The timeout is for reading only. Writing may take longer.
            stalled.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
}
