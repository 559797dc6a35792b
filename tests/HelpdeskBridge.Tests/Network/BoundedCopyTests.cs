using HelpdeskBridge.Network;

namespace HelpdeskBridge.Tests.Network;

public sealed class BoundedCopyTests
{
    /// <summary>It never stalls, but it would hold its place for hours.</summary>
    [Fact]
    public async Task A_host_that_sends_a_byte_now_and_then_is_too_slow()
    {
        using var content = new StreamContent(new DrippingStream());

        await Should.ThrowAsync<TimeoutException>(() => content.CopyWithinAsync(
            Stream.Null, maxBytes: 1_000_000, timeout: TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
    }

    private sealed class DrippingStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
            return 1;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
