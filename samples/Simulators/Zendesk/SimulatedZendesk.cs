using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>
/// A helpdesk that behaves like Zendesk's Support API as far as a bridge can tell: tickets, comments, people, files, webhooks,
/// limits and failures. It listens on 127.0.0.1, keeps everything in memory and records every exchange.
/// </summary>
public sealed partial class SimulatedZendesk : IAsyncDisposable
{
    internal const string Name = "Zendesk";

    private readonly UserDirectory _users;
    private readonly FileCabinet _files;
    private readonly TicketDesk _desk;
    private readonly AccessTokens _tokens;
    private readonly Representations _show;
    private readonly ApiGate _gate;
    private readonly TicketEndpoints _tickets;
    private readonly WebhookSender _webhooks;
    private readonly SimulatorHost _host;
    private readonly ConcurrentQueue<string> _violations = [];
    private readonly ConcurrentDictionary<long, SimulatedSchedule> _schedules = new();

    private SimulatedZendesk(SimulatedZendeskOptions options)
    {
        var (ids, time) = (new IdSequence(), options.TimeProvider);
        Journal = options.Journal ?? new Journal();
        Faults = new Faults(options.Seed);
        _users = new UserDirectory(ids, time);
        _files = new FileCabinet(ids, time);
        _desk = new TicketDesk(_users, _files, ids, time);
        _tokens = new AccessTokens(options);
        _show = new Representations(() => Url, ids);
        ServiceUser = Populate(options);

        // These two hold the rate limits, which outlive a restart of the server.
        _gate = new ApiGate(_tokens, options);
        _tickets = new TicketEndpoints(_desk, new IdempotencyKeys(time), _show, options, ServiceUser);
        _webhooks = new WebhookSender(new WebhookBodies(_users, _show), new WebhookCall(Journal, time), time, options.Seed)
        {
            Webhook = options.Webhook,
        };
        _desk.Announce = _webhooks.Announce;
        _host = new SimulatorHost(
            new SimulatorParts
            {
                Name = Name,
                Journal = Journal,
                Faults = Faults,
                Time = time,
                Redact = path => Secret.Replace(path, "$1…"),
                NormalizePath = WithoutJsonSuffix,
                Map = Map,
            },
            options.Port,
            0);
    }

    /// <summary>The helpdesk's address, without a slash at the end of its text form in settings.</summary>
    public Uri Url => _host.Url();

    /// <summary>Where downloads of attachments are redirected to: another origin, as in reality.</summary>
    public Uri FileStoreUrl => _host.Url(1);

    /// <summary>The record of every request and webhook.</summary>
    public Journal Journal { get; }

    /// <summary>The fault switches of the API.</summary>
    public Faults Faults { get; }

    /// <summary>Where changes are announced; null announces nothing.</summary>
    public Webhook? Webhook
    {
        get => _webhooks.Webhook;
        set => _webhooks.Webhook = value;
    }

    /// <summary>What happens to webhooks on their way.</summary>
    public WebhookFaults WebhookFaults => _webhooks.Faults;

    /// <summary>Webhooks that have come to their end.</summary>
    public IReadOnlyList<WebhookDelivery> WebhookDeliveries => _webhooks.Deliveries;

    /// <summary>Webhooks still on their way or waiting for a retry.</summary>
    public int PendingWebhooks => _webhooks.Pending;

    /// <summary>What a client did that the real system would punish without a clear answer.</summary>
    public IReadOnlyList<string> Violations => [.. _violations];

    /// <summary>Starts a helpdesk with its groups and agents.</summary>
    public static async Task<SimulatedZendesk> StartAsync(SimulatedZendeskOptions? options = null)
    {
        var zendesk = new SimulatedZendesk(options ?? new SimulatedZendeskOptions());
        await zendesk.StartListeningAsync();
        return zendesk;
    }

    /// <summary>Goes down: connections are cut, new ones refused. What is stored stays.</summary>
    public Task StopListeningAsync() => _host.StopAsync();

    /// <summary>Comes back on the same port.</summary>
    public Task StartListeningAsync() => _host.StartAsync();

    /// <summary>Takes back every access token, as a changed client secret does.</summary>
    public void RevokeTokens() => _tokens.RevokeAll();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _webhooks.DisposeAsync();
        await _host.DisposeAsync();
    }

    private void Map(WebApplication app)
    {
        var api = app.MapGroup("/api/v2");
        api.AddEndpointFilter(_gate);
        _tickets.Map(api);
        new TicketReading(_desk, _users, _show).Map(api);
        new UserEndpoints(_users, _show, ServiceUser).Map(api);
        new GroupEndpoints(_users, _show, () => Availability).Map(api);
        new ScheduleEndpoints(_schedules).Map(api);
        var files = new FileEndpoints(_files, _tokens, _show, () => FileStoreUrl, _violations.Enqueue);
        files.MapApi(api);
        api.MapFallback(() => Refusal.NoSuchEndpoint().Answer);

        files.MapDownloads(app);
        new TokenEndpoint(_tokens).Map(app);
        new Portraits(_users).Map(app);
    }

    private static PathString WithoutJsonSuffix(PathString path) =>
        path.StartsWithSegments("/api/v2") && path.Value!.EndsWith(".json", StringComparison.Ordinal) ? path.Value[..^".json".Length] : path;

    [GeneratedRegex(@"(/attachments/token/|/zdusercontent/|[?&]token=)[^/?&]+")]
    private static partial Regex Secret { get; }
}
