using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Jaicp.OperatorApi;

/// <summary><c>getDestinations</c>: the groups a chat can be handed to, and whether somebody is there.</summary>
internal static class GetDestinations
{
    public static void Map(RouteGroupBuilder calls)
    {
        calls.MapGet("getDestinations", HandleAsync).WithSummary("List the agent groups")
            .WithDescription("The default destination comes first. Answered from memory; never waits for the helpdesk once it was reached.")
            .Produces<DestinationsAnswer>();

        // Other Operator API servers take POST here; it does no harm.
        calls.MapPost("getDestinations", HandleAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> HandleAsync(HttpContext http, DestinationDirectory directory)
    {
        var call = OperatorCall.Get(http);
        var destinations = (await directory.ListAsync(call.Channel)).Select(d => new DestinationAnswer(d.Id, d.Name, d.HasOnline)).ToList();
        return call.Options.DestinationsShape == DestinationsShape.Array ? Results.Json(destinations) : Results.Json(new DestinationsAnswer(destinations));
    }
}

/// <summary>Answer of <c>getDestinations</c>; with <c>DestinationsShape=Array</c> only the list.</summary>
/// <param name="Destinations">The default destination first.</param>
public sealed record DestinationsAnswer(IReadOnlyList<DestinationAnswer> Destinations);

/// <summary>An agent group.</summary>
/// <param name="DestinationId">Id for <c>selectDestination</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="HasOnline">Whether an agent is there.</param>
public sealed record DestinationAnswer(string DestinationId, string Name, bool HasOnline);
