using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.RequestTracker;

/// <summary>
/// The defaults that differ for Request Tracker. They are set before the settings are bound, so that these win. Request Tracker calls nobody unless
/// an administrator loads a scrip, and checks a slow hash at each request.
/// </summary>
internal sealed class RequestTrackerDefaults(EffectiveSettings settings) : IConfigureNamedOptions<HelpdeskOptions>
{
    private const int RequestsPerMinute = 120;

    public void Configure(HelpdeskOptions options)
    {
    }

    public void Configure(string? name, HelpdeskOptions options)
    {
        if (name is null || HelpdeskKinds.Find(settings, name) != HelpdeskKind.RequestTracker)
            return;
        options.Feed = HelpdeskFeed.Poll;
        options.RequestsPerMinute = RequestsPerMinute;
    }
}
