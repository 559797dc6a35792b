using System.Text.Json;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Jaicp.OperatorApi;

/// <summary><c>selectDestination</c>: the bot hands the chat over to a group. A conversation begins, or the open one moves there.</summary>
internal static partial class SelectDestination
{
    /// <summary>
    /// No helpdesk shows a longer name or has a longer id of a group. Both are stored with the conversation, which is loaded for every message.
    /// </summary>
    private const int MaxCharacters = 255;

    public static void Map(RouteGroupBuilder calls) => calls.MapPost("selectDestination", HandleAsync).WithCallDescription<SelectDestinationRequest>(
        "Hand a chat over",
        "A missing or unknown destinationId means the channel's default destination.",
        """
        {"userId":"telegram-123-987654","destinationId":"360001234567","userName":"Ivan Petrov",
        "attributes":{"plan":"gold"},"hiddenAttributes":{},"customData":{"orderId":7}}
        """);

    private static Task<IResult> HandleAsync(HttpContext http, Inbox inbox, ILogger<OperatorCall> log)
    {
        var call = OperatorCall.Get(http);
        var client = call.GetClient();
        var destinationId = Shorten(call.Fields.GetOptionalText("destinationId"));
        if (destinationId is null && !call.Fields.HasErrors)
            Log.NoDestination(log, call.Channel, call.Options.DefaultDestination);
        var context = new HandOverContext(
            call.Fields.GetJson("attributes"), call.Fields.GetJson("hiddenAttributes"), call.Fields.GetJson("customData"));
        var handOver = new ConversationInput.HandedOver(
            destinationId ?? call.Options.DefaultDestination,
            Shorten(call.Fields.GetOptionalText("userName")),
            context,
            call.Options.Language.From is { Length: > 0 } attribute ? GetLanguage(context, attribute) : null);
        return call.AcceptAsync(inbox, client, handOver, http.RequestAborted);
    }

    private static string? GetLanguage(HandOverContext context, string attribute) =>
        AttributeReader.Find(context, attribute) is { ValueKind: JsonValueKind.String } value ? LanguageTag.GetLanguage(value.GetString()) : null;

    private static string? Shorten(string? text) => text is { Length: > MaxCharacters } ? OneLine.Shorten(text, MaxCharacters) : text;

    private static partial class Log
    {
        [LoggerMessage(
            6001, LogLevel.Warning, "A selectDestination call on channel {Channel} names no destination. The default destination {Default} is used")]
        public static partial void NoDestination(ILogger logger, string channel, string @default);
    }
}

/// <summary>Body of <c>selectDestination</c>.</summary>
/// <param name="UserId">The client's id in JAICP, 1 to 1024 characters.</param>
/// <param name="DestinationId">The id of an agent group, as a string or a number.</param>
/// <param name="UserName">The client's name.</param>
/// <param name="Attributes">For the agent: an object, JSON in a string, or null.</param>
/// <param name="HiddenAttributes">Not for the agent: an object, JSON in a string, or null.</param>
/// <param name="CustomData">For the agent: any JSON.</param>
public sealed record SelectDestinationRequest(
    string UserId,
    string? DestinationId,
    string? UserName,
    Dictionary<string, object>? Attributes,
    Dictionary<string, object>? HiddenAttributes,
    object? CustomData);
