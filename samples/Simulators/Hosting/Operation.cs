using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators;

/// <summary>Endpoint metadata: what the endpoint does, in the words fault rules use.</summary>
internal sealed record Operation(string Name);

/// <summary>Maps endpoints that fault rules can be aimed at.</summary>
internal static class OperationRouting
{
    public static void Handle(this IEndpointRouteBuilder routes, string method, string pattern, string operation, Delegate handler) =>
        routes.MapMethods(pattern, [method], handler).WithMetadata(new Operation(operation));
}
