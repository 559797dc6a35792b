using Microsoft.Extensions.Options;
using Orleans.Dashboard;

namespace HelpdeskBridge.Admin;

/// <summary>Orleans' own page about the processes of the cluster and their grains, for operators who are signed in.</summary>
internal static class ClusterDashboard
{
    public const string Path = "cluster";

    /// <summary>Everything is loaded from here. The page's library for charts writes styles into its elements.</summary>
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    public static bool IsShown(IServiceProvider services) => services.GetRequiredService<IOptions<Clustering.ClusterOptions>>().Value.Dashboard;

    public static void Map(RouteGroupBuilder pages)
    {
        if (!IsShown(((IEndpointRouteBuilder)pages).ServiceProvider))
            return;
        pages.MapOrleansDashboard(Path).AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.ContentSecurityPolicy = Policy;
            return next(context);
        });
    }
}
