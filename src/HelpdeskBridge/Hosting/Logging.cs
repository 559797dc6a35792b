using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace HelpdeskBridge.Hosting;

/// <summary>
/// Configures the log: readable lines in development, compact JSON otherwise. Addresses contain keys, so requests are logged with their route
/// templates. The framework's own loggers write addresses below the level Warning, so these entries are dropped whatever level is set.
/// </summary>
internal static class Logging
{
    private const string ReadableLine = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj} {NewLine}{Exception}";

    public static void AddLogging(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ShutdownLog>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ShutdownLog>());
        builder.Services.AddSerilog((_, logger) =>
        {
            logger.MinimumLevel.Information()
                .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
                .MinimumLevel.Override("System", LogEventLevel.Warning)

                // Below Error, these repeat what the bridge logs itself about unavailable endpoints and postponed messages.
                .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Error)
                .MinimumLevel.Override("Orleans", LogEventLevel.Error)

                // Its keys protect only the tokens of the admin page's forms, so they may be lost with the process.
                .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
                .MinimumLevel.Override("Polly", LogEventLevel.Fatal)
                .ReadFrom.Configuration(builder.Configuration)
                .WithoutAddresses();

            // If the settings name sinks, the log is written only to these.
            if (builder.Configuration.GetSection("Serilog:WriteTo").Exists())
                return;
            if (builder.Environment.IsDevelopment())
                logger.WriteTo.Console(outputTemplate: ReadableLine, formatProvider: System.Globalization.CultureInfo.InvariantCulture);
            else
                ConsoleLog.AddTo(logger.WriteTo, new RenderedCompactJsonFormatter());
        }, preserveStaticLogger: true);
    }

    /// <summary>Keeps addresses out of the log, because they contain keys.</summary>
    public static LoggerConfiguration WithoutAddresses(this LoggerConfiguration logger) =>
        logger.Filter.ByExcluding(WritesAddresses).Enrich.FromLogContext().Enrich.With<WithoutAddress>();

    public static void UseRequestLog(this WebApplication app) =>
        app.UseSerilogRequestLogging(options =>
        {
            options.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
            options.MessageTemplate = "{Method} {Route} -> {StatusCode} in {Elapsed:0.0} ms";
            options.GetMessageTemplateProperties = (http, _, elapsed, status) =>
            [
                new LogEventProperty("Method", new ScalarValue(http.Request.Method)),
                new LogEventProperty("Route", new ScalarValue((http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no route")),
                new LogEventProperty("StatusCode", new ScalarValue(status)),
                new LogEventProperty("Elapsed", new ScalarValue(elapsed)),
            ];
            options.GetLevel = (http, _, exception) =>
                exception is not null || http.Response.StatusCode >= 500 ? LogEventLevel.Error
                : http.Request.Path.StartsWithSegments("/health") ? LogEventLevel.Debug
                : LogEventLevel.Information;
        });

    /// <summary>Removes the property that the server adds to all entries of a request: its path, which contains a key.</summary>
    private sealed class WithoutAddress : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) => logEvent.RemovePropertyIfPresent("RequestPath");
    }

    private static bool WritesAddresses(LogEvent logEvent) =>
        logEvent.Level < LogEventLevel.Warning
        && logEvent.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source)
        && source is ScalarValue { Value: string name }
        && (name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("System.Net.Http", StringComparison.Ordinal));
}
