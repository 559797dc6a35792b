using System.Net;
using System.Security.Cryptography;
using System.Text;
using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.PostgreSql;
using HelpdeskBridge.Time;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace HelpdeskBridge.Clustering;

/// <summary>The cluster in which the grains run: one process, or several that share them.</summary>
internal static class ClusterSetup
{
    private const string ServiceId = "helpdesk-bridge";

    /// <summary>A process that does not answer two probes is declared dead, and its grains go to the others.</summary>
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);
    private const int MissedProbes = 2;

    /// <summary>How often Orleans reads the list by itself. Whoever changes it tells the others.</summary>
    private static readonly TimeSpan TableInterval = TimeSpan.FromSeconds(5);

    /// <summary>Who has not shown for so many intervals that it is alive is not waited for by a process that joins.</summary>
    private const int MissedAliveIntervals = 5;

    /// <summary>Entries of dead processes are kept for a day, for whoever looks for the reason.</summary>
    private static readonly TimeSpan DeadEntriesLifetime = TimeSpan.FromDays(1);

    public static void AddCluster(this IHostApplicationBuilder builder, EffectiveSettings settings)
    {
        var (cluster, storage) = (settings.Get<ClusterOptions>(), settings.Get<StorageOptions>());
        var isCluster = cluster.Provider != ClusterProvider.None;
        builder.Services.AddSingleton(new StoreSharing(isCluster));
        builder.Services.AddSingleton(services => new GracefulStop(services.GetRequiredService<IHostApplicationLifetime>(), isDrained: isCluster));
        builder.UseOrleans(silo =>
        {
            if (isCluster)
                UseSeveralProcesses(silo, cluster, storage);
            else
                UseOneProcess(silo);
            if (cluster.Dashboard)
                silo.AddDashboard(options => options.HideTrace = true);

            // By default there is room for a million grains of other processes, which takes 15 MB even while it is empty.
            silo.Configure<GrainDirectoryOptions>(options => options.CacheSize = 1000);

            // A chat is quiet between two messages, and its grains hold nothing that may be lost. So they leave the memory soon: what they take is
            // then in proportion to the messages of the last half minute, not to the open chats. A grain that is working is not idle.
            silo.Configure<GrainCollectionOptions>(options =>
            {
                options.CollectionAge = TimeSpan.FromSeconds(30);
                options.CollectionQuantum = TimeSpan.FromSeconds(10);
            });
        });
        if (!isCluster)
        {
            builder.Services.AddSingleton(ClusterShare.Alone);
            return;
        }

        builder.Services.AddSingleton<EqualShare>();
        builder.Services.AddSingleton<ClusterShare>(services => services.GetRequiredService<EqualShare>());
        builder.Services.AddHostedService(services => services.GetRequiredService<EqualShare>());
        builder.Services.AddSingleton(services => new PauseGate(
            () => IsMemberAsync(services), TimeProvider.System, services.GetRequiredService<ILogger<PauseGate>>()));
        builder.Services.AddSingleton<IRequestGate>(services => services.GetRequiredService<PauseGate>());
        builder.Services.AddHostedService(services => services.GetRequiredService<PauseGate>());
        builder.Services.AddHostedService<MemberWatch>();
        builder.Services.AddSingleton<ClusterLeave>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ClusterLeave>());
        builder.Services.AddHealthChecks().AddCheck<ClusterLeave>("cluster");
    }

    /// <summary>
    /// Nobody connects to it: it has no gateway, the port that it advertises is a name only, and the system chooses the loopback port on which it
    /// listens, so that no other program can have taken it.
    /// </summary>
    private static void UseOneProcess(ISiloBuilder silo) => silo
        .UseLocalhostClustering(gatewayPort: 0, serviceId: ServiceId, clusterId: ServiceId)
        .Configure<EndpointOptions>(options => options.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, 0));

    private static void UseSeveralProcesses(ISiloBuilder silo, ClusterOptions cluster, StorageOptions storage)
    {
        var advertised = ClusterAddress.Find(cluster.Advertise, cluster.SiloPort);
        var listening = ClusterAddress.GetListening(advertised.Address);
        var clusterId = GetClusterId(storage);
        silo.Configure<Orleans.Configuration.ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (clusterId, ServiceId))
            .Configure<EndpointOptions>(options =>
            {
                (options.AdvertisedIPAddress, options.SiloPort, options.GatewayPort) = (advertised.Address, advertised.Port, cluster.GatewayPort);
                options.SiloListeningEndpoint = new IPEndPoint(listening, cluster.SiloPort);
                options.GatewayListeningEndpoint = new IPEndPoint(listening, cluster.GatewayPort);
            })
            .Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = ProbeTimeout;
                options.NumMissedProbesLimit = MissedProbes;
                options.NumVotesForDeathDeclaration = 1;
                options.TableRefreshTimeout = TableInterval;
                options.IAmAliveTablePublishTimeout = MemberWatch.Interval;
                options.NumMissedTableIAmAliveLimit = MissedAliveIntervals;
                options.DefunctSiloExpiration = DeadEntriesLifetime;
                options.DefunctSiloCleanupPeriod = TimeSpan.FromHours(1);
            });
        if (cluster.CertificateFile is { } certificate)
            new ClusterTls(certificate, cluster.AuthorityFile).Use(silo);
        AddList(silo, cluster, storage, clusterId);
    }

    private static void AddList(ISiloBuilder silo, ClusterOptions cluster, StorageOptions storage, string clusterId)
    {
        Func<IServiceProvider, object> open;
        if (cluster.Provider == ClusterProvider.Redis)
        {
            silo.UseRedisClustering(cluster.ConnectionString!);
            var redis = silo.Services.Last(service => service.ServiceType == typeof(IMembershipTable));
            silo.Services.Remove(redis);
            open = redis.ImplementationFactory!;
        }
        else
        {
            silo.Services.AddSingleton(_ => new PostgreSqlMembershipTable(cluster.ConnectionString ?? storage.ConnectionString, clusterId));
            open = services => services.GetRequiredService<PostgreSqlMembershipTable>();
        }

        silo.Services.AddSingleton<IMembershipTable>(services => new StoreBoundMembershipTable(
            (IMembershipTable)open(services), services.GetRequiredService<IDatabase>(), services.GetRequiredService<BridgeClock>()));
    }

    /// <summary>A process that has not joined yet is in the list of nobody.</summary>
    private static async Task<bool> IsMemberAsync(IServiceProvider services)
    {
        var self = services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        var all = await services.GetRequiredService<IMembershipTable>().ReadAllAsync(CancellationToken.None);
        return all.TryGet(self)?.Item1.Status != SiloStatus.Dead;
    }

    /// <summary>
    /// Processes on one store are one cluster, and no others, even if several clusters are listed in one place. All of them name the store's server
    /// and database in the same way.
    /// </summary>
    private static string GetClusterId(StorageOptions storage)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(PostgreSqlConnections.GetName(storage.ConnectionString)));
        return $"{ServiceId}-{Convert.ToHexStringLower(hash)[..16]}";
    }
}
