using System.Diagnostics.Metrics;
using HelpdeskBridge.Telemetry;

namespace HelpdeskBridge.Attachments;

/// <summary>The metrics of clients' files on their way, and of the disk that has them and the store.</summary>
internal sealed class AttachmentMetrics
{
    public AttachmentMetrics(IMeterFactory meters, ClientFileDownloadQueue downloads, ClientFileSpool spool)
    {
        var meter = meters.Create(Tracing.SourceName);
        meter.Observe(
            "bridge.files.downloading", "{file}", "Clients' files that are being downloaded, or wait for their turn.", () => downloads.Running);

        // A network share that does not report its free space has no such metric.
        meter.Observe<long>(
            "bridge.disk.free",
            "By",
            "Free space of the disk that has the store and clients' files.",
            () => spool.FreeBytes is var free && free < long.MaxValue ? [new Measurement<long>(free)] : []);
    }
}
