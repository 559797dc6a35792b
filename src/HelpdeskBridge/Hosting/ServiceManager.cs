using Microsoft.Extensions.Hosting.Systemd;

namespace HelpdeskBridge.Hosting;

/// <summary>Tells systemd when the service is ready and when it stops, if systemd wants to know (<c>Type=notify</c>).</summary>
internal static class ServiceManager
{
    private const string NotifySocket = "NOTIFY_SOCKET";

    /// <summary>
    /// The library's own <c>AddSystemd</c> recognizes systemd by the name of the parent process, which our unit hides (<c>ProtectProc</c>).
    /// </summary>
    public static void AddServiceManager(this IServiceCollection services)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(NotifySocket)))
            return;
        services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
        services.AddSingleton<IHostLifetime, SystemdLifetime>();
    }
}
