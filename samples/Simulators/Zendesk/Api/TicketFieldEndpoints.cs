using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The fields of tickets. Everybody may read them; making, changing and deleting is for admins.</summary>
internal sealed class TicketFieldEndpoints(TicketFieldStore fields, Representations representations)
{
    public void Map(RouteGroupBuilder api)
    {
        api.MapOperation("GET", "/ticket_fields", ZendeskOperation.ReadTicketFields, List);
        api.MapOperation("POST", "/ticket_fields", ZendeskOperation.WriteTicketField, CreateAsync);
        api.MapOperation("GET", "/ticket_fields/{id:long}", ZendeskOperation.ReadTicketFields, Show);
        api.MapOperation("PUT", "/ticket_fields/{id:long}", ZendeskOperation.WriteTicketField, UpdateAsync);
        api.MapOperation("DELETE", "/ticket_fields/{id:long}", ZendeskOperation.WriteTicketField, Delete);
    }

    private ZendeskResponse List(HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "list of ticket fields";
        return ZendeskResponse.Ok(Paging.CreatePage(http.Request, "ticket_fields", fields.All, field => field.Id, Represent, out _));
    }

    private ZendeskResponse Show(long id, HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "ticket field";
        return ZendeskResponse.Ok(new { TicketField = Represent(fields.Find(id) ?? throw ZendeskApiException.NotFound()) });
    }

    private async Task<ZendeskResponse> CreateAsync(HttpContext http)
    {
        var input = await ReadAsync(http);
        var field = fields.Add(created => Apply(created with { Type = input.Type ?? created.Type }, input));
        JournalAnnotation.Get(http).Summary = $"new ticket field {field.Title}";
        return ZendeskResponse.Created(new { TicketField = Represent(field) }, representations.GetUrl($"/api/v2/ticket_fields/{field.Id}.json"));
    }

    /// <summary>The type of a field is taken only when it is made.</summary>
    private async Task<ZendeskResponse> UpdateAsync(long id, HttpContext http)
    {
        var input = await ReadAsync(http);
        var field = fields.Change(id, before => Apply(before, input));
        JournalAnnotation.Get(http).Summary = $"change of ticket field {field.Title}";
        return ZendeskResponse.Ok(new { TicketField = Represent(field) });
    }

    private ZendeskResponse Delete(long id, HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "deletion of a ticket field";
        fields.Delete(id);
        return new ZendeskResponse(204, []);
    }

    private static SimulatedTicketField Apply(SimulatedTicketField field, FieldInput input)
    {
        var changed = field with
        {
            Title = input.Title ?? field.Title,
            Active = input.Active ?? field.Active,
            AgentDescription = input.AgentDescription ?? field.AgentDescription,
            VisibleInPortal = input.VisibleInPortal ?? field.VisibleInPortal,
        };
        return changed.Title.Length > 0 ? changed : throw ZendeskApiException.Invalid("title", "Title: cannot be blank");
    }

    private static async Task<FieldInput> ReadAsync(HttpContext http) =>
        RequestBody.Parse<Envelope>(await RequestBody.ReadAsync(http.Request)).TicketField ?? throw ZendeskApiException.UnreadableJson();

    private object Represent(SimulatedTicketField field) => new
    {
        Url = representations.GetUrl($"/api/v2/ticket_fields/{field.Id}.json"),
        field.Id,
        field.Type,
        field.Title,
        RawTitle = field.Title,
        Description = "",
        field.Active,
        field.VisibleInPortal,
        field.AgentDescription,
        Removable = true,
    };

    private sealed record Envelope(FieldInput? TicketField);

    private sealed record FieldInput(string? Type, string? Title, bool? Active, string? AgentDescription, bool? VisibleInPortal);
}
