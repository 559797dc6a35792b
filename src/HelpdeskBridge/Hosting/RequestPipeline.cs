using System.Text.RegularExpressions;
using HelpdeskBridge.Http;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Hosting;

/// <summary>What every request passes before its route.</summary>
internal static partial class RequestPipeline
{
    /// <summary>Below the 60 seconds from which on Zendesk no longer repeats a webhook call.</summary>
    private const int RetryAfterSeconds = 30;

    public static void UseRequestPipeline(this WebApplication app, EffectiveSettings settings)
    {
        app.UseTrustedForwardedHeaders(settings);
        app.UsePathBase(new Uri(settings.Get<BridgeOptions>().PublicUrl).AbsolutePath.TrimEnd('/'));
        app.Use(TolerateDoubledSlashes);
        app.UseRouting();
        app.UseRequestLog();
        app.UseHsts();
        app.Use(ResponseHeaders.AddAsync);
        app.Use(AnswerFaultsAsync);
        app.Use(ActivatorUtilities.CreateInstance<HostFilter>(app.Services).InvokeAsync);
        app.UseStatusCodePages(context => GetAnswer(context.HttpContext).ExecuteAsync(context.HttpContext));
    }

    /// <summary>JAICP appends "/method" to whatever was typed as the API URL, also when that ends with a slash.</summary>
    private static Task TolerateDoubledSlashes(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal))
            http.Request.Path = new PathString(Slashes().Replace(path, "/")); // A plain string would be decoded a second time.
        return next(http);
    }

    /// <summary>For answers the framework gives without a body.</summary>
    private static IResult GetAnswer(HttpContext http) => http.Response.StatusCode == StatusCodes.Status404NotFound
        ? http.RequestServices.GetRequiredService<RejectionLimiter>().Reject(http, Problems.NotFound())
        : Problems.ForStatus(http.Response.StatusCode);

    /// <summary>No exception's text leaves the service. A webhook never gets a 500, because Zendesk does not repeat after one.</summary>
    private static async Task AnswerFaultsAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has hung up.
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await (e.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => Problems.TooLarge(http.RequestServices.GetRequiredService<IOptions<BridgeOptions>>().Value.MaxBodyBytes),
                StatusCodes.Status408RequestTimeout => Problems.ForStatus(StatusCodes.Status408RequestTimeout),
                _ => Problems.Invalid(("body", "could not be read")),
            }).ExecuteAsync(http);
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            Log.RequestFailed(http.RequestServices.GetRequiredService<ILogger<EffectiveSettings>>(), e);
            var mayComeAgain = e is StoreUnavailableException || http.Request.Path.StartsWithSegments("/helpdesk");
            await (mayComeAgain ? Problems.Unavailable(http, RetryAfterSeconds) : Problems.Unexpected()).ExecuteAsync(http);
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
