namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>A request Zendesk turns down, with the answer it gives. Agents meet it as an exception, API clients as that answer.</summary>
internal sealed class Refusal(Answer answer, string message) : InvalidOperationException(message)
{
    public Answer Answer { get; } = answer;

    public static Refusal NotAuthenticated() => Of(401, new { error = "Couldn't authenticate you" });

    public static Refusal Forbidden() => Of(403, new { error = "Forbidden", description = "You do not have access to this page." });

    public static Refusal NotFound() => Of(404, new { error = "RecordNotFound", description = "Not found" });

    public static Refusal NoSuchEndpoint() => Of(404, new { error = "InvalidEndpoint", description = "Not found" });

    public static Refusal Closed() => Of(422, Record("status", new { description = "Status: closed prevents ticket update" }));

    public static Refusal NameTooShort() =>
        Of(422, Record("name", new { description = "Name: is too short (minimum one character)", error = "ValueTooShort" }));

    /// <summary>A validation error. The wording for unknown users and groups is ours: no recording of Zendesk's was at hand.</summary>
    public static Refusal Invalid(string field, string description, string error = "BlankValue") =>
        Of(422, Record(field, new { description, error }));

    public static Refusal InvalidAttribute(string message) => Of(400, new { error = new { title = "Invalid attribute", message } });

    public static Refusal UnreadableJson() => Of(400, new { error = "Unprocessable", message = "Server could not parse JSON" });

    public static Refusal IdempotencyMismatch() =>
        Of(400, new { error = "IdempotentRequestError", description = "Request parameters don't match the given idempotency key" });

    public static Refusal Conflict() =>
        Of(409, new { error = "UpdateConflict", description = "Safe Update prevented the update due to outdated ticket data" });

    public static Refusal TooManyValues() =>
        Of(400, new { error = "TooManyValues", description = "Parameter  cannot specify more than 100 values", max_count = 100 });

    private static Refusal Of(int status, object body)
    {
        var answer = Answer.Json(status, body);
        return new Refusal(answer, $"{status} {System.Text.Encoding.UTF8.GetString(answer.Body)}");
    }

    private static object Record(string field, object problem) => new
    {
        error = "RecordInvalid",
        description = "Record validation errors",
        details = new Dictionary<string, object[]> { [field] = [problem] },
    };
}
