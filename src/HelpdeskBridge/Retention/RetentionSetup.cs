namespace HelpdeskBridge.Retention;

internal static class RetentionSetup
{
    public static void AddRetention(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ConversationEraser>();
        builder.Services.AddHostedService<RetentionSweep>();
    }
}
