using HelpdeskBridge.Callers;
using HelpdeskBridge.Operations;

namespace HelpdeskBridge.Admin;

internal static class AdminSetup
{
    public const string Root = "/admin";

    public static void AddAdmin(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AdminKey>();
        builder.Services.AddSingleton<AdminSessions>();
        builder.Services.AddRazorComponents();
    }

    /// <summary>Everything below /admin; without Admin:Key there is nothing.</summary>
    public static void MapAdmin(this WebApplication app)
    {
        app.Use(HideWithoutKey);
        var admin = app.MapGroup(Root).ExcludeFromDescription();
        AdminPage.Map(admin);
        admin.MapPost("login", SignIn.InAsync);

        var own = admin.MapGroup("").AddEndpointFilter<AdminFilter>();
        own.MapPost("logout", SignIn.OutAsync);
        DeadLetters.MapForms(own);

        var api = admin.MapGroup("api").AddEndpointFilter<AdminFilter>();
        Status.Map(api);
        Conversations.Map(api);
        DeadLetters.Map(api);
        Audit.Map(api);
    }

    private static Task HideWithoutKey(HttpContext http, RequestDelegate next) =>
        http.Request.Path.StartsWithSegments(Root) && !http.RequestServices.GetRequiredService<AdminKey>().IsSet
            ? http.RequestServices.GetRequiredService<Strangers>().Refuse(http, Problems.NotFound()).ExecuteAsync(http)
            : next(http);
}
