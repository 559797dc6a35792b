using HelpdeskBridge.Time;

namespace HelpdeskBridge.Hosting.Configuration;

internal static class ClockSetup
{
    /// <summary>The clock of everything that has to do with conversations. Tests replace it.</summary>
    public static void AddClock(this IServiceCollection services) => services.AddSingleton(new BridgeClock(TimeProvider.System));
}
