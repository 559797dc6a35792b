using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Network;

namespace HelpdeskBridge.Diagnostics;

/// <summary>Runs all tests. A new test is added to the list.</summary>
internal sealed class Doctor
{
    private readonly PublicUrlCheck _publicUrl;
    private readonly HelpdesksCheck _helpdesks;
    private readonly IReadOnlyList<IDoctorCheck> _checks;

    public Doctor(IServiceProvider services)
    {
        _publicUrl = Create<PublicUrlCheck>();
        _helpdesks = Create<HelpdesksCheck>();
        _checks =
        [
            Create<StoreCheck>(), Create<ListenCheck>(), _publicUrl, Create<ReadinessCheck>(), Create<ClusterCertificateCheck>(), _helpdesks,
            Create<JaicpCheck>(),
        ];

        T Create<T>()
            where T : IDoctorCheck => ActivatorUtilities.CreateInstance<T>(services);
    }

    /// <summary>The services that the tests need beside those of every command.</summary>
    public static void AddServices(IServiceCollection services, IConfiguration source)
    {
        services.AddSingleton<IMachine, Machine>();
        services.AddSingleton<StoreLook>();
        services.AddSingleton<ServiceAddress>();
        services.AddSingleton<ChannelRegistry>();
        services.AddSingleton(ListenAddresses.Read(source));
        services.AddOutgoingHttpClient(RunningService.ClientName, OutgoingTarget.Service);
    }

    /// <param name="selfTest">Whether to open a test ticket.</param>
    /// <param name="cancellationToken">Cancels the tests.</param>
    public async Task<IReadOnlyList<Finding>> RunAsync(bool selfTest, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        foreach (var check in _checks)
            findings.AddRange(await RunAsync(check.GetType().Name, check.RunAsync, cancellationToken));
        if (selfTest)
        {
            findings.AddRange(await RunAsync(
                "self-test", token => _helpdesks.SelfTestAsync(_publicUrl.ServiceAnswers, token), cancellationToken));
        }

        return findings;
    }

    /// <summary>A test that fails in a way nobody expected must not hide the others.</summary>
    private static async Task<IReadOnlyList<Finding>> RunAsync(
        string name, Func<CancellationToken, Task<IReadOnlyList<Finding>>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return
            [
                new Finding(
                    "doctor.error",
                    name,
                    FindingStatus.Fail,
                    FindingSide.Bridge,
                    $"This test ended unexpectedly ({e.GetType().Name}).",
                    "This is a defect of the bridge: please report it."),
            ];
        }
    }
}
