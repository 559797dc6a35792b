using HelpdeskBridge.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HelpdeskBridge.Callers;

internal static class CallersSetup
{
    public static void AddCallers(this WebApplicationBuilder builder, BridgeSettings settings)
    {
        builder.Services.AddSingleton<Strangers>();
        builder.Services.AddSingleton<RequestBody>();
        builder.WebHost.UseSockets(sockets => sockets.MaxReadBufferSize = sockets.MaxWriteBufferSize = ServerLimits.BytesUnread);
        var share = new ConnectionShare(ServerLimits.ConnectionsOfOneAddress);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            ServerLimits.Set(kestrel.Limits, settings);
            builder.Configuration.GetSection("Kestrel:Limits").Bind(kestrel.Limits);
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => share.RunAsync(connection, next)));
        });
    }
}
