using Microsoft.Extensions.FileProviders;

namespace HelpdeskBridge.Playground;

/// <summary>The web server of the page and of the requests its scripts make.</summary>
internal static class PageHost
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' blob: http://127.0.0.1:*; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static WebApplication Build(PlaygroundHost playground, string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // Program.cs prints failures in one line
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
            builder.WebHost.UseUrls("http://127.0.0.1:5080");

        // Larger than the bridge's own limit for files, so that a visitor can see how the bridge handles files that are too large.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 100 * 1024 * 1024);

        var app = builder.Build();
        var feed = new LiveFeed(playground, app.Lifetime.ApplicationStopping);
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return next(context);
        });
        var files = new EmbeddedFileProvider(typeof(PageHost).Assembly, "HelpdeskBridge.Playground.wwwroot");
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files });

        feed.Map(app);
        new ChatEndpoints(playground).Map(app);
        new AgentView(playground).Map(app);
        new AgentActions(playground, feed).Map(app);
        new FaultSwitches(playground, feed).Map(app);
        new BridgeEndpoints(playground, feed).Map(app);
        return app;
    }
}
