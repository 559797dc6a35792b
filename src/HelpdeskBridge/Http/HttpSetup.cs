using HelpdeskBridge.Options;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HelpdeskBridge.Http;

internal static class HttpSetup
{
    public static void AddHttp(this WebApplicationBuilder builder, EffectiveSettings settings)
    {
        builder.Services.AddSingleton<RejectionLimiter>();
        builder.Services.AddSingleton<RequestBodyReader>();
        builder.WebHost.UseSockets(sockets => sockets.MaxReadBufferSize = sockets.MaxWriteBufferSize = ServerLimits.BytesUnread);
        var share = new ConnectionsPerAddress(ServerLimits.ConnectionsOfOneAddress);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            ServerLimits.Set(kestrel.Limits, settings.Get<BridgeOptions>());
            builder.Configuration.GetSection("Kestrel:Limits").Bind(kestrel.Limits);
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => share.RunAsync(connection, next)));
        });
    }
}
