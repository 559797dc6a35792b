using System.Diagnostics.Metrics;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage.PostgreSql;
using HelpdeskBridge.Storage.Sqlite;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Storage;

internal static partial class StorageSetup
{
    public static void AddStorage(this IHostApplicationBuilder builder, EffectiveSettings settings)
    {
        builder.Services.AddSingleton<IProgress<MigrationStep>, MigrationLog>();
        if (settings.Get<StorageOptions>().Provider == StorageProvider.PostgreSql)
        {
            builder.AddEngine<PostgreSqlDatabase>();
            builder.Services.AddSingleton(services => services.GetRequiredService<PostgreSqlDatabase>().ClientFiles);
            builder.Services.AddHostedService<ProcessLock>();
        }
        else
        {
            builder.AddEngine<SqliteDatabase>();
        }

        builder.Services.AddHostedService<SchemaMigration>();
        builder.Services.AddHealthChecks().AddCheck<StoreHealth>("store");
    }

    private static void AddEngine<T>(this IHostApplicationBuilder builder)
        where T : class, IDatabase
    {
        builder.Services.AddSingleton<T>();
        builder.Services.AddSingleton<IDatabase>(services => new MeasuredDatabase(
            services.GetRequiredService<T>(), services.GetRequiredService<IMeterFactory>()));
    }

    /// <summary>Opens the store for a command. It is disposed as an <see cref="IAsyncDisposable"/>.</summary>
    public static IDatabase Open(IOptions<StorageOptions> storage, IProgress<MigrationStep> migrations) =>
        storage.Value.Provider == StorageProvider.PostgreSql
            ? new PostgreSqlDatabase(storage, NullLogger<PostgreSqlDatabase>.Instance, migrations)
            : new SqliteDatabase(storage, NullLogger<SqliteDatabase>.Instance, migrations);

    /// <summary>It is registered before all services that work on the store, so that they find the schema up to date.</summary>
    private sealed class SchemaMigration(IDatabase database) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => database.MigrateAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed partial class MigrationLog(ILogger<MigrationLog> log) : IProgress<MigrationStep>
    {
        public void Report(MigrationStep value) => LogStep(log, value.Number, value.Count, value.Name);

        [LoggerMessage(1002, LogLevel.Information, "Migration {Number} of {Count} of the store: {Name}")]
        private static partial void LogStep(ILogger logger, int number, int count, string name);
    }

    private sealed class StoreHealth(IDatabase database, BridgeClock clock) : IHealthCheck
    {
        /// <summary>A server that can't be reached may be silent for long.</summary>
        private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                // A write, because a store on a full disk can still be read.
                await database.WriteAsync(store => store.Probe.WriteAsync(clock.Now), cancellationToken)
                    .WaitAsync(MaxWait, TimeProvider.System, cancellationToken);
                return HealthCheckResult.Healthy("The store takes writes.");
            }
            catch (StoreUnavailableException e)
            {
                return HealthCheckResult.Unhealthy("The store can't be used: look at Storage:ConnectionString, the disk and its space.", e);
            }
            catch (TimeoutException e)
            {
                return HealthCheckResult.Unhealthy(
                    "The store does not answer: look at Storage:ConnectionString, its server and the network to it.", e);
            }
        }
    }
}
