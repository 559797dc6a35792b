using System.Diagnostics.Metrics;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Hosting;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.SimulationTests.Engine;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using Serilog;
using Serilog.Events;

namespace HelpdeskBridge.SimulationTests.Service;

/// <summary>
/// One start of the service, up to its end. Everything is the service's own, except the threads, sockets, timers and random numbers.
/// </summary>
internal sealed class ServiceProcess(ServiceSurroundings surroundings) : IDisposable
{
    /// <summary>In Orleans they start the silo; in OpenTelemetry they collect metrics, which nobody reads here.</summary>
    private static readonly string[] ReplacedParts = ["Orleans", "OpenTelemetry", "Microsoft.AspNetCore.DataProtection"];

    /// <summary>They warm up, measure, and read files of secrets again, every few seconds: most of the work of a quiet day.</summary>
    private static readonly string?[] LeftOut = [nameof(WarmUp), nameof(HealthMetrics), nameof(BacklogMetrics), nameof(SecretRotation)];

    private WebApplication? _app;
    private SimulatedDatabase? _database;

    public Life Life { get; } = new();

    public async Task StartAsync(string[] settings)
    {
        _app = HelpdeskBridge.Program.Build(settings, Replace);
        await _app.StartAsync();
    }

    /// <summary>Ends the process as kill -9 does. Only what would listen to the meters of all later processes is closed.</summary>
    public void Dispose()
    {
        Life.End();
        _database?.Dispose();
        _app?.Services.GetService<MeterProvider>()?.Dispose();
        _app?.Services.GetService<IMeterFactory>()?.Dispose();
    }

    private void Replace(IServiceCollection services)
    {
        foreach (var service in services.Where(IsLeftOut).ToList())
            services.Remove(service);
        services.RemoveAll<BridgeClock>();
        services.RemoveAll<TimeProvider>();
        services.RemoveAll<IDatabase>();
        services.RemoveAll<IGrainFactory>();
        var clock = surroundings.Time.CreateClock(Life);
        services.AddSingleton(clock);
        services.AddSingleton(new BridgeClock(clock, clock, surroundings.CreateId));
        services.AddSingleton<IDatabase>(provider => _database = new SimulatedDatabase(
            surroundings.Store, surroundings.Luck, surroundings.Scheduler, Life, provider.GetRequiredService<ILogger<SimulatedDatabase>>())
        {
            Statements = surroundings.Statements,
            CommitDelay = surroundings.Mutation is { AnswersBeforeCommit: true } ? (clock, TimeSpan.FromSeconds(2)) : null,
        });
        services.AddSingleton<IGrainFactory>(provider => new SimulatedGrains(provider, surroundings.Luck, surroundings.Scheduler, Life));
        services.AddSingleton<IHostLifetime, NoConsole>();
        services.ConfigureAll<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        services.PostConfigureAll<HttpClientFactoryOptions>(options => options.HttpMessageHandlerBuilderActions.Add(
            handlers => handlers.PrimaryHandler = CreateHandler()));
        services.AddSerilog(
            (_, logger) => logger.MinimumLevel.Warning().MinimumLevel.Override("Polly", LogEventLevel.Fatal).WriteTo.Sink(surroundings.Log),
            preserveStaticLogger: true);
        surroundings.Network.AddServer(services, "service", Life, [ServiceSurroundings.Port]);
    }

    private HttpMessageHandler CreateHandler()
    {
        var network = surroundings.Network.CreateHandler("service", Life);
        return surroundings.Mutation?.Handler?.Invoke(network) ?? network;
    }

    private static bool IsLeftOut(ServiceDescriptor service)
    {
        if (service.ServiceType == typeof(IHostLifetime))
            return true;
        if (service.ServiceType != typeof(IHostedService) || service.IsKeyedService)
            return false;
        var type = service.ImplementationType ?? service.ImplementationFactory?.Method.DeclaringType;
        return LeftOut.Contains(service.ImplementationType?.Name)
            || ReplacedParts.Any(part => type?.Assembly.GetName().Name!.StartsWith(part, StringComparison.Ordinal) == true);
    }

    private sealed class NoConsole : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
