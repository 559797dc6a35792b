using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Creating and changing tickets.</summary>
internal sealed class TicketEndpoints(
    TicketDesk desk, IdempotencyKeys keys, Representations show, SimulatedZendeskOptions options, SimulatedUser service)
{
    // Without a limit the header still comes, with a number nobody reaches.
    private readonly RateWindow<long> _updates = new(options.TicketUpdatesPer10Minutes ?? 1_000_000, TimeSpan.FromMinutes(10), options.TimeProvider);

    public void Map(RouteGroupBuilder api)
    {
        api.Handle("POST", "/tickets", ZendeskOperation.CreateTicket, CreateAsync);
        api.Handle("PUT", "/tickets/{id:long}", ZendeskOperation.UpdateTicket, UpdateAsync);
        foreach (var method in new[] { "PUT", "POST", "DELETE" })
            api.Handle(method, "/tickets/{id:long}/tags", ZendeskOperation.TagTicket, TagAsync);
    }

    private async Task<Answer> CreateAsync(HttpContext http)
    {
        var (input, raw) = await TicketInput.ReadAsync(http.Request);
        Answer CreateNow()
        {
            var audit = Create(input, Origin(http, input));
            RequestNote.Of(http).Summary = TicketSummary.Of(audit);
            return Answer.Created(Body(audit), show.Link($"/api/v2/tickets/{audit.After.Id}.json"));
        }

        if (http.Request.Headers["Idempotency-Key"].ToString() is not { Length: > 0 } key)
            return CreateNow();
        var (answer, isHit) = keys.Once(key, raw, CreateNow);
        http.Response.Headers["x-idempotency-lookup"] = isHit ? "hit" : "miss";
        if (isHit)
            RequestNote.Of(http).Summary = "the same ticket again: answered from the idempotency key";
        return answer;
    }

    private Audit Create(TicketInput input, Origin origin)
    {
        var requester = input.RequesterId ?? service.Id;
        var submitter = input.SubmitterId ?? service.Id;

        // The submitter speaks in the first comment, but not in a follow-up's: there it is whoever is signed in.
        var author = input.ViaFollowupSourceId is null ? submitter : service.Id;
        return desk.Create(
            (id, now) => Changed(input, new SimulatedTicket
            {
                Id = id,
                Subject = input.Subject ?? "",
                RequesterId = requester,
                SubmitterId = submitter,
                FollowUpOf = input.ViaFollowupSourceId,
                CreatedAt = now,
                UpdatedAt = now,
            }),
            (input.Comment ?? new CommentInput()).ToDraft(author),
            origin);
    }

    private async Task<Answer> UpdateAsync(long id, HttpContext http)
    {
        var state = _updates.Take(id);
        http.Response.Headers["zendesk-ratelimit-per-ticket-updates"] =
            $"total={state.Limit}; remaining={state.Remaining}; resets={state.ResetsInSeconds}";
        if (state.IsExceeded)
            return ApiGate.TooMany(http, state);

        var (input, _) = await TicketInput.ReadAsync(http.Request);
        var audit = desk.Update(
            id,
            ticket => input.SafeUpdate && input.UpdatedStamp < ticket.UpdatedAt ? throw Refusal.Conflict() : Changed(input, ticket),
            input.Comment?.ToDraft(service.Id),
            Origin(http, input));
        RequestNote.Of(http).Summary = TicketSummary.Of(audit);
        return Answer.Ok(Body(audit));
    }

    private async Task<Answer> TagAsync(long id, HttpContext http)
    {
        var tags = RequestBody.Parse<TagInput>(await RequestBody.ReadAsync(http.Request)).Tags ?? [];
        var audit = desk.Update(
            id,
            ticket => ticket with
            {
                Tags = http.Request.Method switch
                {
                    "PUT" => [.. ticket.Tags.Union(tags)],
                    "DELETE" => [.. ticket.Tags.Except(tags)],
                    _ => tags,
                },
            },
            comment: null,
            new Origin(service, "api", http.Request.Headers.UserAgent.ToString()));
        RequestNote.Of(http).Summary = $"tags of #{id}: {string.Join(' ', audit.After.Tags)}";
        return Answer.Ok(new { audit.After.Tags });
    }

    private object Body(Audit audit) => new { Ticket = show.Ticket(audit.After), Audit = show.Audit(audit) };

    private Origin Origin(HttpContext http, TicketInput input) =>
        new(service, "api", http.Request.Headers.UserAgent.ToString(), input.CustomMetadata);

    private static SimulatedTicket Changed(TicketInput input, SimulatedTicket ticket) => ticket with
    {
        Subject = input.Subject ?? ticket.Subject,
        RequesterId = input.RequesterId ?? ticket.RequesterId,
        Status = input.Status ?? ticket.Status,
        Priority = input.Priority ?? ticket.Priority,
        Type = input.Type ?? ticket.Type,
        BrandId = input.BrandId ?? ticket.BrandId,
        FormId = input.TicketFormId ?? ticket.FormId,
        GroupId = Id(input.GroupId, ticket.GroupId),
        AssigneeId = Id(input.AssigneeId, ticket.AssigneeId),
        ExternalId = Text(input.ExternalId, ticket.ExternalId),
        Tags = input.Tags is null || input.Tags.SequenceEqual(ticket.Tags) ? ticket.Tags : input.Tags,
        CustomFields = Fields(input.CustomFields, ticket.CustomFields),
    };

    private static long? Id(JsonElement given, long? current) => given.ValueKind switch
    {
        JsonValueKind.Undefined => current,
        JsonValueKind.Number => given.GetInt64(),
        JsonValueKind.String when long.TryParse(given.GetString(), out var id) => id,
        _ => null,
    };

    private static string? Text(JsonElement given, string? current) => given.ValueKind switch
    {
        JsonValueKind.Undefined => current,
        JsonValueKind.Null => null,
        _ => given.ToString(),
    };

    private static IReadOnlyDictionary<long, JsonElement> Fields(IReadOnlyList<FieldInput>? given, IReadOnlyDictionary<long, JsonElement> current)
    {
        if (given is null or [])
            return current;
        var merged = new Dictionary<long, JsonElement>(current);
        foreach (var field in given)
            merged[field.Id] = field.Value;
        return merged;
    }

    private sealed record TagInput(IReadOnlyList<string>? Tags);
}
