using System.Net;
using System.Net.Sockets;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Zendesk.Attachments;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Attachments;

/// <summary>An upload over a slow line, and over one that stops.</summary>
public sealed class UploadContentTests : IDisposable
{
    /// <summary>More than all buffers between two sockets.</summary>
    private const int Size = 48_000_000;

    private readonly string _path = Path.GetTempFileName();

    public UploadContentTests()
    {
        using var file = File.OpenWrite(_path);
        file.SetLength(Size);
    }

    [Fact]
    public async Task A_slow_line_is_waited_for_as_long_as_something_moves()
    {
        var clock = BridgeApp.NewClock();
        using var body = new UploadContent(_path, "video/mp4", TimeSpan.FromSeconds(2), clock, TestContext.Current.CancellationToken);
        await using var line = new SlowStream(clock, perWrite: TimeSpan.FromSeconds(1.9));
        await body.CopyToAsync(line, body.Stalled);

        line.Length.ShouldBe(Size);
        body.Stalled.IsCancellationRequested.ShouldBeFalse();

        // The response may take longer, but not for ever.
        clock.Advance(TimeSpan.FromSeconds(11));
        body.Stalled.IsCancellationRequested.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));
        body.Stalled.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task A_line_on_which_one_piece_takes_too_long_is_given_up()
    {
        var clock = BridgeApp.NewClock();
        using var body = new UploadContent(_path, "video/mp4", TimeSpan.FromSeconds(2), clock, TestContext.Current.CancellationToken);
        await using var line = new SlowStream(clock, perWrite: TimeSpan.FromSeconds(2));

        await Should.ThrowAsync<OperationCanceledException>(() => body.CopyToAsync(line, body.Stalled));
        line.Length.ShouldBeLessThan(Size);
    }

    [Fact]
    public async Task Over_a_slow_connection_the_whole_file_arrives()
    {
        var taken = await PostAsync(timeout: TimeSpan.FromMinutes(2), async (stream, cancellationToken) =>
        {
            var buffer = new byte[1_000_000];
            var total = 0L;
            while (total < Size)
            {
                total += await stream.ReadAsync(buffer, cancellationToken);
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellationToken);
            }

            await stream.WriteAsync("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), cancellationToken);
        });

        taken.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_line_that_stops_is_given_up() =>
        (await PostAsync(timeout: TimeSpan.FromMilliseconds(300), (_, cancellationToken) =>
            Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken))).ShouldBeNull();

    public void Dispose() => File.Delete(_path);

    private async Task<HttpStatusCode?> PostAsync(TimeSpan timeout, Func<NetworkStream, CancellationToken, Task> serve)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var serving = ServeAsync();
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var body = new UploadContent(_path, "video/mp4", timeout, TimeProvider.System, TestContext.Current.CancellationToken);
        HttpStatusCode? status = null;
        try
        {
            using var response = await http.PostAsync(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"), body, body.Stalled);
            status = response.StatusCode;
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            // Given up.
        }

        await end.CancelAsync();
        await serving;
        return status;

        async Task ServeAsync()
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(end.Token);
                await serve(client.GetStream(), end.Token);
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }
    }

    /// <summary>A line on which each piece takes a certain time.</summary>
    private sealed class SlowStream(FakeTimeProvider clock, TimeSpan perWrite) : Stream
    {
        private long _length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position
        {
            get => _length;
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            clock.Advance(perWrite);
            cancellationToken.ThrowIfCancellationRequested();
            _length += buffer.Length;
            return ValueTask.CompletedTask;
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
