using System.Text.Json;
using System.Text.Json.Serialization;
using HelpdeskBridge.Conversations;
using Refit;

namespace HelpdeskBridge.Jaicp.Events;

/// <summary>JAICP's side of the Operator API: one address that takes events.</summary>
internal interface IJaicpApi
{
    /// <param name="jaicpEvent">One event per request.</param>
    /// <param name="webhook">The address exactly as <c>setWebhook</c> gave it (<see cref="VerbatimAddressHandler"/>).</param>
    /// <param name="cancellationToken">Gives up.</param>
    [Post("/")]
    Task<IApiResponse<string>> SendAsync([Body] JaicpEvent jaicpEvent, [Property(VerbatimAddressHandler.Property)] string webhook, CancellationToken cancellationToken);
}

/// <summary>An event as JAICP takes it (help.cloud.just-ai.com, operator_event_transfer). Members that don't belong to its type are left out.</summary>
internal sealed record JaicpEvent
{
    public static readonly RefitSettings Refit = new(new SystemTextJsonContentSerializer(
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull }));

    public const string TextMessage = "TextMessage";
    public const string FileMessage = "FileMessage";
    public const string Closed = "Closed";

    /// <summary>The bridge's own id, and the same at every repetition.</summary>
    public required string Id { get; init; }
    public required string UserId { get; init; }
    public required string Type { get; init; }
    public string? Text { get; init; }
    public string? Url { get; init; }
    public string? Name { get; init; }

    /// <summary>A number, as in <c>sendFile</c>; the quotes in the documentation's sample are taken for sloppiness.</summary>
    public long? Size { get; init; }
    public JaicpEmployee? Employee { get; init; }
}

/// <summary>All four are mandatory in the documentation: empty rather than absent.</summary>
internal sealed record JaicpEmployee(string EmployeeId, string FirstName, string LastName, string AvatarUrl);

/// <summary>Sends to the address given with the request, unchanged: JAICP's key in it is not to be decoded or encoded again.</summary>
internal sealed class VerbatimAddressHandler : DelegatingHandler
{
    public const string Property = "jaicp-webhook";

    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(new HttpRequestOptionsKey<string>(Property), out var address))
            request.RequestUri = GetAddress(address);
        return base.SendAsync(request, cancellationToken);
    }

    /// <summary>An address without a path has nothing to keep verbatim, and would make a request line without a target.</summary>
    private static Uri GetAddress(string address)
    {
        var verbatim = new Uri(address, Verbatim);
        return verbatim.PathAndQuery.StartsWith('/') ? verbatim : new Uri(address);
    }
}
