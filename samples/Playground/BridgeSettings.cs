using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Playground;

/// <summary>The settings that connect the bridge to the two simulators; what an administrator would write into appsettings.json.</summary>
internal sealed class BridgeSettings(SimulatedZendesk zendesk, SimulatedZendeskOptions zendeskOptions, DirectoryInfo folder)
{
    /// <summary>Who speaks in the bridge's own notices.</summary>
    public const string SystemEmployeeId = "system";

    private const long OrderNumberField = 360_000_000_101;
    private const long PlanField = 360_000_000_102;

    private readonly string _channelKey = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>What the account's own ticket fields are called.</summary>
    public static IReadOnlyDictionary<long, string> FieldNames { get; } = new Dictionary<long, string>
    {
        [OrderNumberField] = "Order number",
        [PlanField] = "Plan",
    };

    public Uri PublicUrl { get; } = new($"http://127.0.0.1:{FreePort()}");

    public string WebhookSecret { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is typed into JAICP as <i>API URL</i>.</summary>
    public Uri OperatorApiUrl => new(PublicUrl, $"/operator/demo/{_channelKey}");

    /// <summary>What is typed into Zendesk as the webhook's address.</summary>
    public Uri HelpdeskWebhookUrl => new(PublicUrl, "/helpdesk/demo/webhook");

    public string[] ToArguments() =>
    [
        $"--urls={Text(PublicUrl)}",
        $"--contentRoot={folder.FullName}",
        $"--Bridge:PublicUrl={Text(PublicUrl)}",
        "--Bridge:AllowedJaicpHosts:0=127.0.0.1",
        $"--Channels:demo:Key={_channelKey}",
        "--Channels:demo:Helpdesk=demo",
        $"--Channels:demo:DefaultDestination={zendesk.Groups[0].Id}",
        $"--Channels:demo:SystemEmployee:Id={SystemEmployeeId}",
        $"--Channels:demo:Ticket:Fields:orderNumber={OrderNumberField}",
        $"--Channels:demo:Ticket:Fields:plan={PlanField}",
        "--Channels:demo:Ticket:Fields:segment=tags",

        // Off by default; here they shall be seen.
        "--Channels:demo:Texts:AgentJoined={name} is here for you.",
        "--Channels:demo:Texts:AgentChanged={name} takes over.",
        "--Channels:demo:Texts:Waiting=All our agents are busy. Somebody will answer soon.",
        "--Channels:demo:Texts:ChatClosed=The chat is over. Thank you!",
        "--Helpdesks:demo:Kind=Zendesk",
        $"--Helpdesks:demo:BaseUrl={Text(zendesk.Url)}",
        $"--Helpdesks:demo:OAuth:ClientId={zendeskOptions.ClientId}",
        $"--Helpdesks:demo:OAuth:ClientSecret={zendeskOptions.ClientSecret}",
        $"--Helpdesks:demo:WebhookSecrets:0={WebhookSecret}",
        "--Helpdesks:demo:ReconcileEvery=00:00:10", // a lost webhook shall be made up for while somebody watches
        $"--Storage:ConnectionString=Data Source={Path.Combine(folder.FullName, "bridge.db")}",
        "--Network:AllowedPrivateHosts:0=127.0.0.1",
        "--environment=Development", // readable lines, should there be any
        "--Serilog:MinimumLevel:Default=Error",
        "--Serilog:MinimumLevel:Override:Orleans=Error",
        "--Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime=Error",
    ];

    private static string Text(Uri url) => url.ToString().TrimEnd('/');

    /// <summary>
    /// The bridge has to know its own address before it listens, so the port is found first: among those that systems give to nobody
    /// who asks for any port, so that nobody takes it in between.
    /// </summary>
    private static int FreePort()
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
                // Taken: another one.
            }
        }
    }
}
