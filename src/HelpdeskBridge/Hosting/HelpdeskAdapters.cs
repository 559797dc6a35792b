using HelpdeskBridge.Options;
using HelpdeskBridge.RequestTracker;
using HelpdeskBridge.Zendesk;

namespace HelpdeskBridge.Hosting;

/// <summary>The helpdesk products that the service knows. Another one is one line here.</summary>
internal static class HelpdeskAdapters
{
    public static void AddHelpdeskAdapters(this WebApplicationBuilder builder, EffectiveSettings settings)
    {
        builder.AddZendesk(settings);
        builder.Services.AddRequestTracker(settings);
    }
}
