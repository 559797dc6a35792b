using System.Text;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>A request that Zendesk refuses. API clients get its response; callers of the agents' methods get the exception.</summary>
internal sealed class ZendeskApiException(ZendeskResponse response, string message) : InvalidOperationException(message)
{
    public ZendeskResponse Response { get; } = response;

    /// <summary>The reason for the journal, where the status alone does not tell it.</summary>
    public string? Reason { get; private init; }

    public static ZendeskApiException NotAuthenticated() => Create(401, new { error = "Couldn't authenticate you" });

    public static ZendeskApiException Forbidden() => Create(403, new { error = "Forbidden", description = "You do not have access to this page." });

    public static ZendeskApiException NoHelpDesk() =>
        Create(404, new { error = new { title = "No help desk at acme.zendesk.com", message = "There is no help desk configured here." } });

    public static ZendeskApiException NotFound() => Create(404, new { error = "RecordNotFound", description = "Not found" });

    public static ZendeskApiException NoSuchEndpoint() => Create(404, new { error = "InvalidEndpoint", description = "Not found" });

    public static ZendeskApiException Closed() =>
        Create(422, CreateRecordError("status", new { description = "Status: closed prevents ticket update" }));

    public static ZendeskApiException NameTooShort() =>
        Create(422, CreateRecordError("name", new { description = "Name: is too short (minimum one character)", error = "ValueTooShort" }));

    /// <summary>A validation error.</summary>
    public static ZendeskApiException Invalid(string field, string description, string error = "BlankValue") =>
        Create(422, CreateRecordError(field, new { description, error }), $"refused. {description}");

    public static ZendeskApiException InvalidAttribute(string message) => Create(400, new { error = new { title = "Invalid attribute", message } });

    public static ZendeskApiException UnreadableJson() => Create(400, new { error = "Unprocessable", message = "Server could not parse JSON" });

    public static ZendeskApiException IdempotencyMismatch() =>
        Create(400, new { error = "IdempotentRequestError", description = "Request parameters don't match the given idempotency key" });

    public static ZendeskApiException Conflict() =>
        Create(409, new { error = "UpdateConflict", description = "Safe Update prevented the update due to outdated ticket data" });

    public static ZendeskApiException TooManyValues() =>
        Create(400, new { error = "TooManyValues", description = "Parameter  cannot specify more than 100 values", max_count = 100 });

    private static ZendeskApiException Create(int status, object body, string? reason = null)
    {
        var response = ZendeskResponse.Json(status, body);
        return new ZendeskApiException(response, $"{status} {Encoding.UTF8.GetString(response.Body)}") { Reason = reason };
    }

    private static object CreateRecordError(string field, object problem) => new
    {
        error = "RecordInvalid",
        description = "Record validation errors",
        details = new Dictionary<string, object[]> { [field] = [problem] },
    };
}
