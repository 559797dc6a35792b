using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Creates and updates tickets.</summary>
internal sealed class TicketWriteEndpoints(
    TicketStore tickets, IdempotencyKeys keys, Representations representations, SimulatedZendeskOptions options, SimulatedUser serviceUser)
{
    // Without a limit the header is sent all the same, with a number that nobody reaches.
    private readonly FixedWindowLimit<long> _updateLimit =
        new(options.TicketUpdatesPer10Minutes ?? 1_000_000, TimeSpan.FromMinutes(10), options.TimeProvider);

    public void Map(RouteGroupBuilder api)
    {
        api.MapOperation("POST", "/tickets", ZendeskOperation.CreateTicket, CreateAsync);
        api.MapOperation("PUT", "/tickets/{id:long}", ZendeskOperation.UpdateTicket, UpdateAsync);
        foreach (var method in new[] { "PUT", "POST", "DELETE" })
            api.MapOperation(method, "/tickets/{id:long}/tags", ZendeskOperation.TagTicket, TagAsync);
    }

    private async Task<ZendeskResponse> CreateAsync(HttpContext http)
    {
        var (input, raw) = await TicketInput.ReadAsync(http.Request);
        ZendeskResponse CreateNow()
        {
            var audit = Create(input, CreateOrigin(http, input));
            JournalAnnotation.Get(http).Summary = TicketSummary.Describe(audit);
            return ZendeskResponse.Created(CreateBody(audit), representations.GetUrl($"/api/v2/tickets/{audit.After.Id}.json"));
        }

        if (http.Request.Headers["Idempotency-Key"].ToString() is not { Length: > 0 } key)
            return CreateNow();
        var (response, isHit) = keys.GetOrCreate(key, raw, CreateNow);
        http.Response.Headers["x-idempotency-lookup"] = isHit ? "hit" : "miss";
        if (isHit)
            JournalAnnotation.Get(http).Summary = "repeated request with a known idempotency key: the stored response";
        return response;
    }

    private Audit Create(TicketInput input, Origin origin)
    {
        var requester = input.RequesterId ?? serviceUser.Id;
        var submitter = input.SubmitterId ?? serviceUser.Id;

        // The submitter is the author of the first comment, except in a follow-up, where the signed-in user is.
        var author = input.ViaFollowupSourceId is null ? submitter : serviceUser.Id;
        return tickets.Create(
            (id, now) => Apply(input, new SimulatedTicket
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

    private async Task<ZendeskResponse> UpdateAsync(long id, HttpContext http)
    {
        var state = _updateLimit.Take(id);
        http.Response.Headers["zendesk-ratelimit-per-ticket-updates"] =
            $"total={state.Limit}; remaining={state.Remaining}; resets={state.ResetsInSeconds}";
        if (state.IsExceeded)
            return ApiRequestFilter.CreateTooManyRequests(http, state);

        var (input, _) = await TicketInput.ReadAsync(http.Request);
        var audit = tickets.Update(
            id,
            ticket => input.SafeUpdate && input.UpdatedStamp < ticket.UpdatedAt ? throw ZendeskApiException.Conflict() : Apply(input, ticket),
            input.Comment?.ToDraft(serviceUser.Id),
            CreateOrigin(http, input));
        JournalAnnotation.Get(http).Summary = TicketSummary.Describe(audit);
        return ZendeskResponse.Ok(CreateBody(audit));
    }

    private async Task<ZendeskResponse> TagAsync(long id, HttpContext http)
    {
        var tags = RequestBody.Parse<TagInput>(await RequestBody.ReadAsync(http.Request)).Tags ?? [];
        var audit = tickets.Update(
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
            new Origin(serviceUser, "api", http.Request.Headers.UserAgent.ToString()));
        JournalAnnotation.Get(http).Summary = $"tags of #{id}: {string.Join(' ', audit.After.Tags)}";
        return ZendeskResponse.Ok(new { audit.After.Tags });
    }

    private object CreateBody(Audit audit) => new { Ticket = representations.Ticket(audit.After), Audit = representations.Audit(audit) };

    private Origin CreateOrigin(HttpContext http, TicketInput input) =>
        new(serviceUser, "api", http.Request.Headers.UserAgent.ToString(), input.CustomMetadata);

    private static SimulatedTicket Apply(TicketInput input, SimulatedTicket ticket) => ticket with
    {
        Subject = input.Subject ?? ticket.Subject,
        RequesterId = input.RequesterId ?? ticket.RequesterId,
        Status = input.Status ?? ticket.Status,
        Priority = input.Priority ?? ticket.Priority,
        Type = input.Type ?? ticket.Type,
        BrandId = input.BrandId ?? ticket.BrandId,
        FormId = input.TicketFormId ?? ticket.FormId,
        GroupId = ReadId(input.GroupId, ticket.GroupId),
        AssigneeId = ReadId(input.AssigneeId, ticket.AssigneeId),
        ExternalId = ReadText(input.ExternalId, ticket.ExternalId),
        Tags = input.Tags is null || input.Tags.SequenceEqual(ticket.Tags) ? ticket.Tags : input.Tags,
        CustomFields = MergeFields(input.CustomFields, ticket.CustomFields),
    };

    private static long? ReadId(JsonElement given, long? current) => given.ValueKind switch
    {
        JsonValueKind.Undefined => current,
        JsonValueKind.Number => given.GetInt64(),
        JsonValueKind.String when long.TryParse(given.GetString(), out var id) => id,
        _ => null,
    };

    private static string? ReadText(JsonElement given, string? current) => given.ValueKind switch
    {
        JsonValueKind.Undefined => current,
        JsonValueKind.Null => null,
        _ => given.ToString(),
    };

    private static IReadOnlyDictionary<long, JsonElement> MergeFields(
        IReadOnlyList<FieldInput>? given, IReadOnlyDictionary<long, JsonElement> current)
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
