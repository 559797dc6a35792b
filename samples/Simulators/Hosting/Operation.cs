using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators;

/// <summary>Endpoint metadata: the name of the operation, as fault rules use it.</summary>
internal sealed record Operation(string Name);

/// <summary>Maps endpoints together with the operation that fault rules can select.</summary>
internal static class OperationRouting
{
    public static void MapOperation(this IEndpointRouteBuilder routes, string method, string pattern, string operation, Delegate handler) =>
        routes.MapMethods(pattern, [method], handler).WithMetadata(new Operation(operation));
}
