using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using HelpdeskBridge.RequestTracker;
using HelpdeskBridge.RequestTracker.Setup;
using HelpdeskBridge.Zendesk;
using HelpdeskBridge.Zendesk.Setup;

namespace HelpdeskBridge.Hosting;

/// <summary>The helpdesk products that the service knows. Another one is a line in each of these members.</summary>
internal static class HelpdeskAdapters
{
    /// <summary>What <c>setup init</c> asks about each product.</summary>
    public static IReadOnlyList<InitQuestions> Questions { get; } = [ZendeskQuestions.All, RequestTrackerQuestions.All];

    public static void AddHelpdeskAdapters(this WebApplicationBuilder builder, EffectiveSettings settings)
    {
        builder.AddZendesk(settings);
        builder.Services.AddRequestTracker(settings);
    }
}
