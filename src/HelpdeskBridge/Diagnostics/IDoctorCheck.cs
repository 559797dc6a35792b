using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Diagnostics;

/// <summary>One test of <c>doctor</c>. It changes nothing. <see cref="Doctor"/> lists all of them.</summary>
internal interface IDoctorCheck
{
    Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken);
}
