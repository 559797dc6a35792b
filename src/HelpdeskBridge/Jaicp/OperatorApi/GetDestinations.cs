using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Jaicp.OperatorApi;

/// <summary><c>getDestinations</c>: the groups that a chat can be handed over to, and whether an agent is online.</summary>
internal static class GetDestinations
{
    public static void Map(RouteGroupBuilder calls)
    {
        calls.MapGet("getDestinations", HandleAsync).WithSummary("List the agent groups")
            .WithDescription("The default destination comes first. The response comes from a cache. Only the first one may wait for the helpdesk.")
            .Produces<DestinationsAnswer>();

        // The LiveTex Messaging API, from which the Operator API is derived, uses POST here.
        calls.MapPost("getDestinations", HandleAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> HandleAsync(HttpContext http, DestinationDirectory directory)
    {
        var call = OperatorCall.Get(http);
        var destinations = (await directory.ListAsync(call.Channel)).Select(d => new DestinationAnswer(d.Id, d.Name, d.HasOnline)).ToList();
        return call.Options.DestinationsShape == DestinationsShape.Array
            ? Results.Json(destinations)
            : Results.Json(new DestinationsAnswer(destinations));
    }
}

/// <summary>Response of <c>getDestinations</c>. With <c>DestinationsShape=Array</c> it is only the list.</summary>
/// <param name="Destinations">The groups, the default destination first.</param>
public sealed record DestinationsAnswer(IReadOnlyList<DestinationAnswer> Destinations);

/// <summary>An agent group.</summary>
/// <param name="DestinationId">The id for <c>selectDestination</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="HasOnline">Whether an agent is online.</param>
public sealed record DestinationAnswer(string DestinationId, string Name, bool HasOnline);
