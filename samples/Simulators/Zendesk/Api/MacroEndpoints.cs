using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>
/// The macros for all agents. Every agent may read them; to make, change and delete them takes a right that only admins have by default.
/// </summary>
internal sealed class MacroEndpoints(BusinessRules rules, Representations representations)
{
    public void Map(RouteGroupBuilder api)
    {
        api.MapOperation("GET", "/macros", ZendeskOperation.ReadMacros, List);
        api.MapOperation("POST", "/macros", ZendeskOperation.WriteMacro, CreateAsync);
        api.MapOperation("GET", "/macros/{id:long}", ZendeskOperation.ReadMacros, Show);
        api.MapOperation("PUT", "/macros/{id:long}", ZendeskOperation.WriteMacro, UpdateAsync);
        api.MapOperation("DELETE", "/macros/{id:long}", ZendeskOperation.WriteMacro, Delete);
    }

    private ZendeskResponse List(HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "list of macros";
        return ZendeskResponse.Ok(Paging.CreatePage(http.Request, "macros", rules.Macros, macro => macro.Id, Represent, out _));
    }

    private ZendeskResponse Show(long id, HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "macro";
        return ZendeskResponse.Ok(new { Macro = Represent(rules.FindMacro(id) ?? throw ZendeskApiException.NotFound()) });
    }

    /// <summary>The answer is 200, unlike that to other new objects (developer.zendesk.com, "Create Macro").</summary>
    private async Task<ZendeskResponse> CreateAsync(HttpContext http)
    {
        var input = await ReadAsync(http);
        var macro = rules.Add(created => Apply(created, input));
        JournalAnnotation.Get(http).Summary = $"new macro {macro.Title}";
        return ZendeskResponse.Ok(new { Macro = Represent(macro) });
    }

    private async Task<ZendeskResponse> UpdateAsync(long id, HttpContext http)
    {
        var input = await ReadAsync(http);
        var macro = rules.Change(id, before => Apply(before, input));
        JournalAnnotation.Get(http).Summary = $"change of macro {macro.Title}";
        return ZendeskResponse.Ok(new { Macro = Represent(macro) });
    }

    private ZendeskResponse Delete(long id, HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "deletion of a macro";
        rules.DeleteMacro(id);
        return new ZendeskResponse(204, []);
    }

    /// <summary>An update replaces the actions as a whole. Macros don't set the statuses new and closed ("Actions reference").</summary>
    private static SimulatedMacro Apply(SimulatedMacro macro, MacroInput input)
    {
        var changed = macro with
        {
            Title = input.Title ?? macro.Title,
            Description = input.Description ?? macro.Description,
            Active = input.Active ?? macro.Active,
            Actions = input.Actions ?? macro.Actions,
        };
        if (string.IsNullOrWhiteSpace(changed.Title))
            throw ZendeskApiException.Invalid("title", "Title: cannot be blank");
        if (changed.Actions.Count == 0)
            throw ZendeskApiException.Invalid("base", "Macro must contain at least one action");
        return changed.Actions.Any(action => action is { Field: "status", Text: TicketStatus.New or TicketStatus.Closed })
            ? throw ZendeskApiException.Invalid("actions", "Actions: the status is invalid", "InvalidValue")
            : changed;
    }

    private static async Task<MacroInput> ReadAsync(HttpContext http) =>
        RequestBody.Parse<Envelope>(await RequestBody.ReadAsync(http.Request)).Macro ?? throw ZendeskApiException.UnreadableJson();

    private object Represent(SimulatedMacro macro) => new
    {
        Url = representations.GetUrl($"/api/v2/macros/{macro.Id}.json"),
        macro.Id,
        macro.Title,
        RawTitle = macro.Title,
        macro.Description,
        macro.Active,
        Position = 9999,
        Default = false,
        Restriction = (object?)null,
        macro.Actions,
        CreatedAt = macro.CreatedAt.ToIso(),
        UpdatedAt = macro.CreatedAt.ToIso(),
    };

    private sealed record Envelope(MacroInput? Macro);

    private sealed record MacroInput(string? Title, string? Description, bool? Active, MacroAction[]? Actions);
}
