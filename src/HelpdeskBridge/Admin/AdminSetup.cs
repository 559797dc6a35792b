using HelpdeskBridge.Admin.Reports;
using HelpdeskBridge.Http;

namespace HelpdeskBridge.Admin;

internal static class AdminSetup
{
    public const string Root = "/admin";

    public static void AddAdmin(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AdminKey>();
        builder.Services.AddSingleton<FailedAttempts>();
        builder.Services.AddSingleton<AdminSessions>();
        builder.Services.AddSingleton<OverviewReader>();
        builder.Services.AddSingleton<ReportReader>();
        builder.Services.AddSingleton<LiveUpdates>();
        builder.Services.AddSingleton<BulkRetry>();
        builder.Services.AddSingleton<OperationSignal>();
        builder.Services.AddHostedService<OperationRunner>();
        builder.Services.AddRazorComponents();
    }

    /// <summary>Maps everything below /admin. Without Admin:Key there is nothing.</summary>
    public static void MapAdmin(this WebApplication app)
    {
        app.Use(HideWithoutKey);
        var admin = app.MapGroup(Root).ExcludeFromDescription();
        AdminPage.MapAssets(admin);
        admin.MapPost("login", SignInEndpoint.SignInAsync);
        admin.MapGet("events", LiveUpdates.OpenAsync);

        var pages = admin.MapGroup("").AddEndpointFilter<PageFilter>();
        var forms = admin.MapGroup("").AddEndpointFilter<AdminFilter>();
        forms.MapPost("logout", SignInEndpoint.SignOutAsync);
        OverviewPages.Map(pages);
        ReportPages.Map(pages);
        ConversationPages.Map(pages, forms);
        DeadLetterPages.Map(pages, forms);
        DeadLetterEndpoints.MapForms(forms);
        ClusterDashboard.Map(pages);

        var api = admin.MapGroup("api").AddEndpointFilter<AdminFilter>();
        StatusEndpoint.Map(api);
        ConversationEndpoints.Map(api);
        DeadLetterEndpoints.Map(api);
        OperationEndpoints.Map(api);
        AuditEndpoint.Map(api);
        ReportEndpoint.Map(api);
    }

    private static Task HideWithoutKey(HttpContext http, RequestDelegate next) =>
        http.Request.Path.StartsWithSegments(Root) && !http.RequestServices.GetRequiredService<AdminKey>().IsSet
            ? http.RequestServices.GetRequiredService<RejectionLimiter>().Reject(http, Problems.NotFound()).ExecuteAsync(http)
            : next(http);
}
