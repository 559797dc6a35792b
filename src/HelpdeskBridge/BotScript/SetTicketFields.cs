using System.Text.Json;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;

namespace HelpdeskBridge.BotScript;

/// <summary><c>POST fields</c>: values for fields of the client's ticket, by the names in <c>Ticket:Fields</c>.</summary>
internal static class SetTicketFields
{
    public static void Map(RouteGroupBuilder calls) => calls.MapPost("fields", HandleAsync);

    private static Task<IResult> HandleAsync(HttpContext http, Inbox inbox)
    {
        var call = BotCall.Get(http);
        var client = call.GetClient();
        var fields = call.Fields.GetJson("fields") ?? "{}";
        Check(call, fields);
        return call.AcceptAsync(inbox, client, new ConversationInput.BotSetFields(fields), http.RequestAborted);
    }

    /// <summary>A script sees its mistakes at once, and not as a dead letter.</summary>
    private static void Check(BotCall call, string json)
    {
        using var fields = JsonDocument.Parse(json);
        if (fields.RootElement.ValueKind != JsonValueKind.Object || !fields.RootElement.EnumerateObject().Any())
        {
            call.Fields.AddError("fields", "must be an object with at least one field");
            return;
        }

        foreach (var field in fields.RootElement.EnumerateObject())
        {
            if (call.Options.Ticket.Fields.GetValueOrDefault(field.Name) is null or TicketOptions.IntoTags)
                call.Fields.AddError($"fields.{field.Name}", $"is no field that Channels:{call.Channel}:Ticket:Fields names");
            else if (field.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False))
                call.Fields.AddError($"fields.{field.Name}", "must be a text, a number, true or false");
        }
    }
}
