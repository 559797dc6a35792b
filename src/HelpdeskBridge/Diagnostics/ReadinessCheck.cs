using System.Text.Json;
using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Diagnostics;

/// <summary>
/// What the running service itself reports in <c>/health/ready</c>: outages, messages that wait, what a helpdesk refuses of the settings, and what
/// somebody has changed of the set-up.
/// </summary>
internal sealed class ReadinessCheck(ServiceAddress service, IHttpClientFactory clients) : IDoctorCheck
{
    private const string Id = "bridge.readiness";
    private const string ReadyPath = "health/ready";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        if (service.Url is not { } url)
            return [new Finding(Id, "service", FindingStatus.Skipped, FindingSide.Bridge, "The service does not run here, so it reports nothing.")];
        try
        {
            using var response = await RunningService.GetAsync(clients, new Uri(url, ReadyPath), cancellationToken);
            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            var findings = json.RootElement.GetProperty("parts").EnumerateObject()
                .Select(part => Create(part.Name, part.Value.GetProperty("status").GetString(), part.Value.GetProperty("reason").GetString()))
                .OfType<Finding>().ToList();
            return findings.Count > 0
                ? findings
                : [new Finding(Id, "service", FindingStatus.Ok, FindingSide.Bridge, "The service reports that it is ready.")];
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return
            [
                new Finding(
                    Id,
                    "service",
                    FindingStatus.Warn,
                    FindingSide.Bridge,
                    "The service does not tell whether it is ready.",
                    $"Look at {url}{ReadyPath}."),
            ];
        }
    }

    /// <returns>Null: the part is healthy.</returns>
    private static Finding? Create(string part, string? status, string? reason)
    {
        if (status == "Healthy")
            return null;
        var side = part switch
        {
            "store" => FindingSide.Store,
            "settings" or "helpdesks" => FindingSide.Settings,
            "setup" => FindingSide.Helpdesk,
            _ => FindingSide.Bridge,
        };
        var fix = side switch
        {
            FindingSide.Settings => "Correct or remove what the line names.",
            FindingSide.Helpdesk => "Run \"setup apply\", which makes it as it should be. The service looks again within an hour.",
            _ => "The other lines name the cause if it is still there. /admin shows what waits, and the log since when.",
        };
        return new Finding(Id, part, status == "Degraded" ? FindingStatus.Warn : FindingStatus.Fail, side, reason ?? "No reason is given.", fix);
    }
}
