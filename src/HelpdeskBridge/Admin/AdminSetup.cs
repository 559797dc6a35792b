namespace HelpdeskBridge.Admin;

internal static class AdminSetup
{
    public static void AddAdmin(this WebApplicationBuilder builder) => builder.Services.AddSingleton<AdminKey>();

    /// <summary>Everything below /admin; without Admin:Key there is nothing.</summary>
    public static void MapAdmin(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<AdminKey>().IsSet)
            return;
        var api = app.MapGroup("/admin/api").AddEndpointFilter<AdminKeyFilter>().ExcludeFromDescription();
        Status.Map(api);
        Conversations.Map(api);
        DeadLetters.Map(api);
    }
}
