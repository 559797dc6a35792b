using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;

namespace HelpdeskBridge.Jaicp.OperatorApi;

/// <summary>
/// Describes the calls in <c>/openapi/v1.json</c>. The endpoints do not bind their bodies to types, so the framework can't derive the description.
/// </summary>
internal static class OperatorApiDescription
{
    /// <summary>Without it, routing would respond 415 to a body that is not declared as JSON.</summary>
    private const string AnyType = "*/*";

    public static RouteHandlerBuilder WithCallDescription<TRequest>(this RouteHandlerBuilder call, string summary, string description, string example)
        where TRequest : notnull =>
        call.WithSummary(summary)
            .WithDescription(description)
            .Accepts<TRequest>("application/json", AnyType)
            .WithMetadata(new RequestExample(example))
            .Produces(StatusCodes.Status200OK)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Helpdesk Bridge: Operator API";
            document.Info.Description = "The calls JAICP makes. Type {PublicUrl}/operator/{channel}/{key} into JAICP as the API URL.";
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            // Any content type is accepted, but only JSON is documented.
            operation.RequestBody?.Content?.Remove(AnyType);
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequestExample>().FirstOrDefault() is { } example
                && operation.RequestBody?.Content is { } content && content.TryGetValue("application/json", out var body))
                body.Example = JsonNode.Parse(example.Json);
            return Task.CompletedTask;
        });
    }

    private sealed record RequestExample(string Json);
}
