using HelpdeskBridge.Options;

namespace HelpdeskBridge.Http;

internal static class HttpSetup
{
    public static void AddHttp(this WebApplicationBuilder builder, EffectiveSettings settings)
    {
        builder.Services.AddSingleton<LastCalls>();
        builder.Services.AddSingleton<ChannelLimits>();
        builder.Services.AddSingleton<RejectionLimiter>();
        builder.Services.AddSingleton<RequestBodyReader>();
        builder.Services.AddSingleton<ConnectionsPerAddress>();
        builder.WebHost.UseSockets(sockets => sockets.MaxReadBufferSize = sockets.MaxWriteBufferSize = ServerLimits.MaxBufferedBytes);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            ServerLimits.Apply(kestrel.Limits, settings.Get<BridgeOptions>());
            builder.Configuration.GetSection("Kestrel:Limits").Bind(kestrel.Limits);
            var connections = kestrel.ApplicationServices.GetRequiredService<ConnectionsPerAddress>();
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => connections.RunAsync(connection, next)));
        });
    }
}
