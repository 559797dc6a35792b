using System.Text.RegularExpressions;
using HelpdeskBridge.Http;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Hosting;

/// <summary>The middleware that every request passes before its endpoint.</summary>
internal static partial class RequestPipeline
{
    /// <summary>Zendesk repeats a webhook call only if the delay is less than 60 seconds.</summary>
    private const int RetryAfterSeconds = 30;

    public static void UseRequestPipeline(this WebApplication app, EffectiveSettings settings)
    {
        app.Use(app.Services.GetRequiredService<ShutdownLog>().CountAsync);
        app.UseTrustedForwardedHeaders(settings);
        app.UsePathBase(new Uri(settings.Get<BridgeOptions>().PublicUrl).AbsolutePath.TrimEnd('/'));
        app.Use(TolerateDoubledSlashes);
        app.UseRouting();
        app.UseRequestLog();
        app.Use(ServerSpan.DescribeAsync);
        app.Use(ResponseHeaders.AddAsync);
        app.Use(HandleExceptionsAsync);
        app.Use(ActivatorUtilities.CreateInstance<HostFilter>(app.Services).InvokeAsync);

        // It reads the host, which may be unreadable before.
        app.UseHsts();
        app.UseStatusCodePages(context => GetProblem(context.HttpContext).ExecuteAsync(context.HttpContext));
    }

    /// <summary>JAICP appends "/method" to the API URL as it was entered, even if that ends with a slash.</summary>
    private static Task TolerateDoubledSlashes(HttpContext http, RequestDelegate next)
    {
        // The path is set as a PathString, because a plain string would be decoded a second time.
        if (http.Request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal))
            http.Request.Path = new PathString(Slashes().Replace(path, "/"));
        return next(http);
    }

    /// <summary>The body of a response that the framework gives without a body.</summary>
    private static IResult GetProblem(HttpContext http) => http.Response.StatusCode == StatusCodes.Status404NotFound
        ? http.RequestServices.GetRequiredService<RejectionLimiter>().Reject(http, Problems.NotFound())
        : Problems.ForStatus(http.Response.StatusCode);

    /// <summary>
    /// Makes a problem response of an exception, without its text. A webhook call never gets a 500, because Zendesk does not repeat a call after
    /// it.
    /// </summary>
    private static async Task HandleExceptionsAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller closed the connection, perhaps only its own half, so it could still read. Nothing was done, so this must not be a 200.
            if (!http.Response.HasStarted)
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await (e.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge =>
                    Problems.TooLarge(http.RequestServices.GetRequiredService<IOptions<BridgeOptions>>().Value.MaxBodyBytes),
                StatusCodes.Status408RequestTimeout => Problems.ForStatus(StatusCodes.Status408RequestTimeout),
                _ => Problems.Invalid(("body", "could not be read")),
            }).ExecuteAsync(http);
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            Log.RequestFailed(http.RequestServices.GetRequiredService<ILogger<EffectiveSettings>>(), e);
            await (e switch
            {
                StoreUnavailableException { MayBeStored: false } => Problems.Unavailable(http, RetryAfterSeconds),
                StoreUnavailableException => Problems.OutcomeUnknown(http, RetryAfterSeconds),

                // A helpdesk repeats its webhook after a 503 only, and nothing happens twice by it.
                _ when http.Request.Path.StartsWithSegments("/helpdesk") => Problems.OutcomeUnknown(http, RetryAfterSeconds),
                _ => Problems.Unexpected(),
            }).ExecuteAsync(http);
        }
    }

    [GeneratedRegex("/{2,}")]
    private static partial Regex Slashes();

    private static partial class Log
    {
        [LoggerMessage(7001, LogLevel.Error, "A request failed")]
        public static partial void RequestFailed(ILogger logger, Exception e);
    }
}
