using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Playground;

/// <summary>
/// The settings that connect the bridge to the simulated JAICP and to the desk, as an administrator would write them into appsettings.json. The desk
/// is the simulated Zendesk, or a real Request Tracker where there is one.
/// </summary>
internal sealed class BridgeSettings(
    SimulatedZendesk zendesk, SimulatedZendeskOptions zendeskOptions, RequestTrackerDesk? requestTracker, DirectoryInfo folder,
    TimeSpan? escalateAfter)
{
    /// <summary>The employee id of the bridge's own notices.</summary>
    public const string SystemEmployeeId = "system";

    /// <summary>How long the bridge waits for a response: shorter than by default, so that a visitor need not wait long either.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(3);

    private const long OrderNumberField = 360_000_000_101;
    private const long PlanField = 360_000_000_102;
    private const long RatingField = 360_000_000_103;

    /// <summary>The tag with which an agent gives a chat back to the bot.</summary>
    private const string ReturnTag = "back_to_bot";

    /// <summary>So that a visitor sees what happens when nobody answers without waiting long.</summary>
    private readonly TimeSpan _escalateAfter = escalateAfter ?? TimeSpan.FromSeconds(30);

    private static readonly string[] Events =
    [
        "agent_assignment_changed", "comment_added", "marked_as_spam", "merged", "permanently_deleted", "soft_deleted", "status_changed",
        "tags_changed",
    ];

    private readonly string _channelKey = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly string _botKey = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The names of the account's custom ticket fields.</summary>
    public static IReadOnlyDictionary<long, string> FieldNames { get; } = new Dictionary<long, string>
    {
        [OrderNumberField] = "Order number",
        [PlanField] = "Plan",
        [RatingField] = "Rating",
    };

    public Uri PublicUrl { get; } = new($"http://127.0.0.1:{FindFreePort()}");

    public string WebhookSecret { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The key to sign in to the bridge's page for operators.</summary>
    public string AdminKey { get; } = RandomNumberGenerator.GetHexString(24, lowercase: true);

    /// <summary>What the bot's own script needs to ask about a chat and to rate it.</summary>
    public BotAccess BotAccess => new(new Uri(PublicUrl, "/bot/demo"), _botKey);

    /// <summary>The address to enter in JAICP as <i>API URL</i>.</summary>
    public Uri OperatorApiUrl => new(PublicUrl, $"/operator/demo/{_channelKey}");

    /// <summary>The address to enter in Zendesk as the webhook's endpoint.</summary>
    public Uri HelpdeskWebhookUrl => new(PublicUrl, "/helpdesk/demo/webhook");

    /// <summary>The webhook as the command <c>setup apply</c> makes it, with the secret that the settings have.</summary>
    public SimulatedWebhook Describe(SimulatedWebhook webhook) => webhook with
    {
        Name = "Helpdesk Bridge (demo)",
        Endpoint = HelpdeskWebhookUrl.ToString(),
        Secret = WebhookSecret,
        Subscriptions = [.. Events.Select(name => $"zen:event-type:ticket.{name}")],
    };

    /// <summary>The macro as <c>setup apply --macros</c> makes it.</summary>
    public static SimulatedMacro Describe(SimulatedMacro macro) => macro with
    {
        Title = "Give the chat back to the bot (Helpdesk Bridge)",
        Actions = [MacroAction.Create(MacroAction.AddsTags, ReturnTag)],
    };

    public string[] ToArguments() =>
    [
        $"--urls={ToText(PublicUrl)}",
        $"--contentRoot={folder.FullName}",
        $"--Bridge:PublicUrl={ToText(PublicUrl)}",
        "--Bridge:AllowedJaicpHosts:0=127.0.0.1",
        $"--Admin:Key={AdminKey}",
        $"--Channels:demo:Key={_channelKey}",
        "--Channels:demo:Helpdesk=demo",
        $"--Channels:demo:BotKey={_botKey}",
        $"--Channels:demo:SystemEmployee:Id={SystemEmployeeId}",
        "--Channels:demo:Requester:EmailFrom=verifiedEmail",

        // One thread for each client: a new hand-over goes on in the last ticket, unless that is closed.
        "--Channels:demo:Ticket:Reuse=WhileOpen",
        $"--Channels:demo:Escalations:0:After={_escalateAfter}",
        $"--Channels:demo:Escalations:0:Note=Nobody has answered for {_escalateAfter.TotalSeconds:0} seconds. Now the second group has the ticket.",

        $"--Channels:demo:Language:From={ClientTexts.Attribute}",
        .. ClientTexts.ToArguments("demo"),
        .. requestTracker is null ? DescribeZendesk() : DescribeRequestTracker(requestTracker),
        $"--Delivery:RequestTimeout={(requestTracker is null ? RequestTimeout : TimeSpan.FromSeconds(20))}",
        $"--Storage:ConnectionString=Data Source={Path.Combine(folder.FullName, "bridge.db")}",
        "--Network:AllowedPrivateHosts:0=127.0.0.1",
        "--environment=Development", // readable log lines
        "--Serilog:MinimumLevel:Default=Error",
        "--Serilog:MinimumLevel:Override:Orleans=Error",
        "--Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime=Error",
    ];

    private IEnumerable<string> DescribeZendesk() =>
    [
        $"--Channels:demo:DefaultDestination={zendesk.Groups[0].Id}",
        $"--Channels:demo:Ticket:Fields:orderNumber={OrderNumberField}",
        $"--Channels:demo:Ticket:Fields:plan={PlanField}",
        $"--Channels:demo:Ticket:Fields:rating={RatingField}",
        "--Channels:demo:Ticket:Fields:segment=tags",
        $"--Channels:demo:ReturnToBot:Tag={ReturnTag}",
        "--Channels:demo:CountCapacity=true",
        $"--Channels:demo:Escalations:0:Group={zendesk.Groups[1].Id}",
        "--Channels:demo:Escalations:0:Priority=high",
        "--Channels:demo:Escalations:0:Tag=waited_long",
        "--Helpdesks:demo:Kind=Zendesk",
        $"--Helpdesks:demo:BaseUrl={ToText(zendesk.Url)}",
        $"--Helpdesks:demo:OAuth:ClientId={zendeskOptions.ClientId}",
        $"--Helpdesks:demo:OAuth:ClientSecret={zendeskOptions.ClientSecret}",
        $"--Helpdesks:demo:WebhookSecrets:0={WebhookSecret}",
        "--Helpdesks:demo:ReconcileEvery=00:00:10", // short, so that a visitor sees how a lost webhook is made up for
        "--Helpdesks:demo:LateWriteWindow=00:00:15", // short like the timeout; by default a slow Zendesk has 90 seconds
    ];

    private static IEnumerable<string> DescribeRequestTracker(RequestTrackerDesk desk) =>
    [
        $"--Channels:demo:DefaultDestination={desk.QueueId}",
        "--Channels:demo:Ticket:Fields:plan=Plan",

        // Without ReturnToBot:Tag, which would need a custom field of its own there.
        $"--Channels:demo:Escalations:0:Group={desk.SecondQueueId}",
        "--Channels:demo:Escalations:0:Priority=80",
        "--Helpdesks:demo:Kind=RequestTracker",
        $"--Helpdesks:demo:BaseUrl={ToText(desk.Url)}",
        $"--Helpdesks:demo:ApiToken:Token={desk.Token}",
        "--Helpdesks:demo:PollEvery=00:00:02", // by default 5 seconds
    ];

    private static string ToText(Uri url) => url.ToString().TrimEnd('/');

    /// <summary>
    /// The bridge must know its own address before it listens, so a free port is found first. It is outside the range from which
    /// operating systems assign ports, so that no other program gets it in the meantime.
    /// </summary>
    private static int FindFreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, RandomNumberGenerator.GetInt32(20_000, 32_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // The port is in use: try another one.
            }
        }
    }
}
