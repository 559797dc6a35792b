namespace HelpdeskBridge.Jaicp.OperatorApi;

internal static class OperatorApiSetup
{
    public static void AddOperatorApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi(OperatorApiDescription.Configure);
    }

    /// <summary>Maps the calls in the order in which JAICP makes them.</summary>
    public static void MapOperatorApi(this WebApplication app)
    {
        var calls = app.MapGroup("/operator/{channel}/{key}").WithTags("Operator API").AddEndpointFilter<OperatorCallFilter>();
        SetWebhook.Map(calls);
        GetDestinations.Map(calls);
        SelectDestination.Map(calls);
        SendText.Map(calls);
        SendFile.Map(calls);
        CloseChat.Map(calls);
        app.MapOpenApi();
    }
}
