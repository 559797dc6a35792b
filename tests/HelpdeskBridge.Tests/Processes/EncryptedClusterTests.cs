using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Simulators;
using HelpdeskBridge.Tests.Storage;
using static HelpdeskBridge.Tests.Processes.TestCertificates;

namespace HelpdeskBridge.Tests.Processes;

/// <summary>Two processes whose connections to each other are encrypted.</summary>
public sealed class EncryptedClusterTests(PostgreSqlFixture postgreSql) : ProcessTest
{
    [Fact]
    public async Task Processes_with_certificates_of_one_authority_work_together_and_a_stranger_is_not_answered()
    {
        using var authority = CreateAuthority("CN=the authority");
        using var other = CreateAuthority("CN=another authority");
        File.WriteAllText(Path.Combine(Folder, "ca.pem"), authority.ExportCertificatePem());
        var store = await postgreSql.CreateEmptyAsync();
        var firstPort = FreePort.Find();
        await using var first = await BridgeProcess.StartAsync(CreateSettings(store, "first", firstPort, Issue(authority, "CN=first")));
        await using var second = await BridgeProcess.StartAsync(CreateSettings(store, "second", FreePort.Find(), Issue(authority, "CN=second")));

        // A process listens after it has reached all others. Each of these chats is sent by one of the two, whichever took the call.
        var urls = new[] { first.ApiUrl, second.ApiUrl };
        using var http = new HttpClient();
        for (var client = 0; client < 8; client++)
        {
            foreach (var (method, fields) in new[] { ("selectDestination", "\"destination\":\"\""), ("sendText", "\"text\":\"hello\"") })
            {
                using var body = new StringContent($$"""{"userId":"u{{client}}",{{fields}}}""");
                using var answer = await http.PostAsync($"{urls[client % 2]}/{method}", body, Cancellation);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            }
        }

        await Wait.UntilAsync(() => Zendesk.Tickets.Count == 8);
        (await IsAnsweredAsync(firstPort, Issue(authority, "CN=third"))).ShouldBeTrue();
        (await IsAnsweredAsync(firstPort, Issue(other, "CN=third"))).ShouldBeFalse();
    }

    private Dictionary<string, string> CreateSettings(string store, string name, int port, string certificate)
    {
        var file = Path.Combine(Folder, $"{name}.pem");
        File.WriteAllText(file, certificate);
        var settings = BridgeApp.Settings(Zendesk.Url, Folder);
        settings["Channels:shop:DefaultDestination"] = Zendesk.Groups[0].Id.ToString(CultureInfo.InvariantCulture);
        settings["Storage:Provider"] = "PostgreSql";
        settings["Storage:ConnectionString"] = store;
        settings["Cluster:Provider"] = "PostgreSql";
        settings["Cluster:Advertise"] = "127.0.0.1";
        settings["Cluster:SiloPort"] = port.ToString(CultureInfo.InvariantCulture);
        settings["Cluster:GatewayPort"] = FreePort.Find().ToString(CultureInfo.InvariantCulture);
        settings["Cluster:CertificateFile"] = file;
        settings["Cluster:AuthorityFile"] = Path.Combine(Folder, "ca.pem");
        return settings;
    }

    /// <summary>Whether the process goes on with a connection after it has seen the certificate: it says first who it is.</summary>
    private static async Task<bool> IsAnsweredAsync(int port, string certificate)
    {
        using var fromPem = X509Certificate2.CreateFromPem(certificate, certificate);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown?.Subject == "CN=first");
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = "helpdesk-bridge", ClientCertificates = [fromPem] }, Cancellation);
            return await tls.ReadAsync(new byte[1], Cancellation) == 1;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
