namespace HelpdeskBridge;

/// <summary>Builds the service, ready to run; samples and tests start it through here, in their own process.</summary>
public static class BridgeHost
{
    /// <summary>Builds the web application from the framework's usual settings sources; <paramref name="args"/> win over all others.</summary>
    /// <param name="args">Command-line settings, such as <c>--Bridge:PublicUrl=https://bridge.example.com</c>.</param>
    public static WebApplication Build(params string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        return builder.Build();
    }
}
