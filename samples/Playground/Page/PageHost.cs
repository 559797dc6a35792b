using HelpdeskBridge.Hosting;
using Microsoft.Extensions.FileProviders;

namespace HelpdeskBridge.Playground;

/// <summary>The page and the addresses behind it.</summary>
internal static class PageHost
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' blob: http://127.0.0.1:*; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static WebApplication Build(World world, string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // Program says what went wrong, in one line
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
            builder.WebHost.UseUrls("http://127.0.0.1:5080");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 100 * 1024 * 1024); // files larger than the bridge carries, to see what it does

        var app = builder.Build();
        var feed = new LiveFeed(world, app.Lifetime.ApplicationStopping);
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
        new ChatEndpoints(world).Map(app);
        new DeskView(world).Map(app);
        new DeskActions(world, feed).Map(app);
        new FaultSwitches(world, feed).Map(app);
        return app;
    }
}
