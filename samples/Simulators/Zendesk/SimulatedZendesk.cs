using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>
/// Simulates Zendesk's Support API as far as the bridge uses it: tickets, comments, users, files, webhooks, limits and failures.
/// It listens on 127.0.0.1, keeps everything in memory and records every exchange.
/// </summary>
public sealed partial class SimulatedZendesk : IAsyncDisposable
{
    internal const string Name = "Zendesk";

    private readonly UserDirectory _users;
    private readonly AttachmentStore _attachments;
    private readonly TicketStore _tickets;
    private readonly AccessTokens _tokens;
    private readonly Representations _representations;
    private readonly ApiRequestFilter _filter;
    private readonly TicketWriteEndpoints _ticketWriteEndpoints;
    private readonly BusinessRules _businessRules;
    private readonly TicketFieldStore _ticketFields;
    private readonly IReadOnlyList<string>? _clientScopes;
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
        _attachments = new AttachmentStore(ids, time, new RandomTokens(options.Seed));
        _tickets = new TicketStore(_users, _attachments, new TicketValidator(_users, Rules), ids, time);
        _tokens = new AccessTokens(options);
        _representations = new Representations(() => Url, () => AttachmentsOnBrandHost ? BrandUrl : Url, ids);
        ServiceUser = CreateUsers(options);

        // These two hold the rate limits, which are kept when the server is stopped and started again.
        _filter = new ApiRequestFilter(_tokens, Rules, () => _users.Find(ServiceUser.Id)!.Role, options);
        _ticketWriteEndpoints = new TicketWriteEndpoints(_tickets, new IdempotencyKeys(time), _representations, options, ServiceUser);
        _businessRules = new BusinessRules(ids, time);
        _ticketFields = new TicketFieldStore(ids) { All = options.TicketFields };
        _clientScopes = options.ClientScopes;
        _webhooks = new WebhookSender(
            new WebhookBodies(_users, _representations),
            _businessRules,
            new WebhookClient(Journal, time, options.CreateHandler()),
            time,
            options.Seed)
        {
            Webhook = options.Webhook,
        };
        _tickets.OnChanged = _webhooks.Enqueue;
        _host = new SimulatorHost(
            new SimulatorDefinition
            {
                Name = Name,
                Journal = Journal,
                Faults = Faults,
                Time = time,
                Redact = path => SecretInPath.Replace(path, "$1…"),
                NormalizePath = RemoveJsonSuffix,
                MapEndpoints = MapEndpoints,
                Network = options.Network,
            },
            options.Port,
            0,
            0);
    }

    /// <summary>The address of the helpdesk.</summary>
    public Uri Url => _host.GetUrl();

    /// <summary>The address to which downloads of attachments are redirected: another origin, as in Zendesk.</summary>
    public Uri FileStoreUrl => _host.GetUrl(1);

    /// <summary>The record of every request and webhook.</summary>
    public Journal Journal { get; }

    /// <summary>The faults of the API.</summary>
    public Faults Faults { get; }

    /// <summary>The webhook that is called when tickets change; null calls none.</summary>
    public Webhook? Webhook
    {
        get => _webhooks.Webhook;
        set => _webhooks.Webhook = value;
    }

    /// <summary>The faults in the delivery of webhooks.</summary>
    public WebhookFaults WebhookFaults => _webhooks.Faults;

    /// <summary>Webhooks that are finished: delivered, failed or dropped.</summary>
    public IReadOnlyList<WebhookDelivery> WebhookDeliveries => _webhooks.Deliveries;

    /// <summary>The number of webhooks that are being sent or wait for a retry.</summary>
    public int PendingWebhooks => _webhooks.Pending;

    /// <summary>Mistakes of API clients to which the real system would not give a clear answer.</summary>
    public IReadOnlyList<string> Violations => [.. _violations];

    /// <summary>Starts a helpdesk with its groups and agents.</summary>
    public static async Task<SimulatedZendesk> StartAsync(SimulatedZendeskOptions? options = null)
    {
        var zendesk = new SimulatedZendesk(options ?? new SimulatedZendeskOptions());
        await zendesk.StartListeningAsync();
        return zendesk;
    }

    /// <summary>Stops listening: connections are cut and new ones refused. The stored data is kept.</summary>
    public Task StopListeningAsync() => _host.StopAsync();

    /// <summary>Starts listening again on the same port.</summary>
    public Task StartListeningAsync() => _host.StartAsync();

    /// <summary>Revokes every access token, as changing the client secret does.</summary>
    public void RevokeTokens() => _tokens.RevokeAll();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _webhooks.DisposeAsync();
        await _host.DisposeAsync();
    }

    private void MapEndpoints(WebApplication app)
    {
        var api = app.MapGroup("/api/v2");
        api.AddEndpointFilter(_filter);
        _ticketWriteEndpoints.Map(api);
        new TicketReadEndpoints(_tickets, _users, _representations).Map(api);
        new UserEndpoints(_users, _tokens, Rules, _representations, ServiceUser).Map(api);
        new GroupEndpoints(_users, _representations, () => Availability, () => AgentCapacity, CountTicketsInHand).Map(api);
        new ScheduleEndpoints(_schedules).Map(api);
        new WebhookEndpoints(_businessRules, Rules, () => WebhookDeliveries).Map(api);
        new TriggerEndpoints(_businessRules, _representations).Map(api);
        new MacroEndpoints(_businessRules, _representations).Map(api);
        new TicketFieldEndpoints(_ticketFields, _representations).Map(api);
        var files = new FileEndpoints(_attachments, _tokens, _representations, () => FileStoreUrl, HidesBehindSignIn, _violations.Enqueue);
        files.MapApi(api);
        api.MapFallback(() => ZendeskApiException.NoSuchEndpoint().Response);

        files.MapDownloads(app);
        new TokenEndpoint(_tokens, Rules, _clientScopes).Map(app);
        new ProfilePhotoEndpoint(_users).Map(app);
    }

    /// <summary>Whether a request for an attachment is answered with the sign-in page.</summary>
    private bool HidesBehindSignIn(HttpContext http) =>
        (SignInPages.HasFlag(SignInPages.OnBrandHost) && http.Connection.LocalPort == BrandUrl.Port)
        || SignInPages.HasFlag(_tokens.Accepts(http.Request.Headers.Authorization) ? SignInPages.WithCredentials : SignInPages.WithoutCredentials);

    private static PathString RemoveJsonSuffix(PathString path) =>
        path.StartsWithSegments("/api/v2") && path.Value!.EndsWith(".json", StringComparison.Ordinal) ? path.Value[..^".json".Length] : path;

    [GeneratedRegex(@"(/attachments/token/|/zdusercontent/|[?&]token=)[^/?&]+")]
    private static partial Regex SecretInPath { get; }
}
