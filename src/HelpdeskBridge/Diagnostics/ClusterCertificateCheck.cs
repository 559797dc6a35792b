using System.Globalization;
using HelpdeskBridge.Clustering;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;
using ClusterOptions = HelpdeskBridge.Clustering.ClusterOptions;

namespace HelpdeskBridge.Diagnostics;

/// <summary>When the certificate ends that this process shows to the others. That they take it now is a rule of the settings.</summary>
internal sealed class ClusterCertificateCheck(IOptions<ClusterOptions> options, BridgeClock clock) : IDoctorCheck
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>(
        options.Value is { Provider: not ClusterProvider.None, CertificateFile: { } file } ? [Check(file, options.Value.AuthorityFile)] : []);

    private Finding Check(string file, string? authorityFile)
    {
        using var tls = new ClusterTls(file, authorityFile);
        var end = tls.NotAfter.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return tls.NotAfter - clock.Now > Soon
            ? Create(FindingStatus.Ok, $"The certificate for the other processes ends on {end}.", "")
            : Create(
                FindingStatus.Warn,
                $"The certificate for the other processes ends on {end}. After that no process can join.",
                "Put a new one into Cluster:CertificateFile of every process, and restart one after the other.");

        static Finding Create(FindingStatus status, string what, string fix) =>
            new("cluster.certificate", "cluster", status, FindingSide.Network, what, fix);
    }
}
