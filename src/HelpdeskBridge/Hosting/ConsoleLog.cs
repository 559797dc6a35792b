using System.Text;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace HelpdeskBridge.Hosting;

/// <summary>
/// Writes the log to standard output in batches, so that whoever reads it slowly, or not at all, holds up no call. If more than
/// <see cref="MaxWaiting"/> entries wait, further ones are lost.
/// </summary>
internal sealed class ConsoleLog(ITextFormatter formatter) : IBatchedLogEventSink, IDisposable
{
    private const int MaxWaiting = 50_000;

    private static readonly BatchingOptions Batching = new()
    {
        BatchSizeLimit = 1000,
        BufferingTimeLimit = TimeSpan.FromMilliseconds(100),
        EagerlyEmitFirstEvent = true,
        QueueLimit = MaxWaiting,
    };

    private readonly StreamWriter _output = new(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024);

    public static void AddTo(LoggerSinkConfiguration sinks, ITextFormatter formatter) => sinks.Sink(new ConsoleLog(formatter), Batching);

    public async Task EmitBatchAsync(IReadOnlyCollection<LogEvent> batch)
    {
        foreach (var entry in batch)
            formatter.Format(entry, _output);
        await _output.FlushAsync();
    }

    public Task OnEmptyBatchAsync() => Task.CompletedTask;

    public void Dispose() => _output.Dispose();
}
