using System.Net;
using HelpdeskBridge.Tests.Bridge;
using Serilog.Events;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Secrets are exchanged while the service runs.</summary>
public sealed class SecretRotationTests : IDisposable
{
    private const string Next = "the-next-secret-of-these-tests-0123456789";

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_channels_key_is_exchanged_and_the_one_before_still_fits_while_it_is_there()
    {
        var (key, previous) = (Write("key", BridgeApp.Key), Write("previous", Next));
        await using var bridge =
            await BridgeFixture.StartAsync(("Channels:shop:Key", null), ("Channels:shop:KeyFile", key), ("Channels:shop:PreviousKeyFile", previous));
        (await CallAsync(bridge, BridgeApp.Key)).ShouldBe(200);

        Write("previous", BridgeApp.Key);
        Write("key", Next);
        await bridge.UntilAsync(() => bridge.Log.Contains(LogEventLevel.Information, "Channels:shop:Key"), stepSeconds: 1);
        (await CallAsync(bridge, Next)).ShouldBe(200);
        (await CallAsync(bridge, BridgeApp.Key)).ShouldBe(200);

        Write("previous", Next);
        await bridge.UntilAsync(
            () => bridge.Log.Lines.Count(line => line.Contains("\"Channels:shop:PreviousKey\"", StringComparison.Ordinal)) >= 2, stepSeconds: 1);
        (await CallAsync(bridge, Next)).ShouldBe(200);
        (await CallAsync(bridge, BridgeApp.Key)).ShouldBe(404);
    }

    /// <summary>As Kubernetes does: the file is a link through a folder that is exchanged as a whole.</summary>
    [Fact]
    public async Task A_webhooks_secret_is_exchanged_by_a_link()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "1"));
        Directory.CreateDirectory(Path.Combine(_folder, "2"));
        File.WriteAllText(Path.Combine(_folder, "1", "secret"), BridgeApp.WebhookSecret);
        File.WriteAllText(Path.Combine(_folder, "2", "secret"), $"{Next}\n{BridgeApp.WebhookSecret}");
        var data = Path.Combine(_folder, "data");
        Directory.CreateSymbolicLink(data, Path.Combine(_folder, "1"));
        await using var bridge = await BridgeFixture.StartAsync(
            ("Helpdesks:main:WebhookSecrets:0", null), ("Helpdesks:main:WebhookSecretsFile", Path.Combine(data, "secret")));
        (await WakeAsync(bridge, Next)).ShouldBe(HttpStatusCode.Unauthorized);

        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, Path.Combine(_folder, "2"));
        await bridge.UntilAsync(() => bridge.Log.Contains(LogEventLevel.Information, "Helpdesks:main:WebhookSecrets"), stepSeconds: 1);

        (await WakeAsync(bridge, Next)).ShouldBe(HttpStatusCode.OK);
        (await WakeAsync(bridge, BridgeApp.WebhookSecret)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_secrets_of_the_helpdesk_the_admin_and_the_links_are_exchanged_and_anything_else_waits()
    {
        var file = Path.Combine(_folder, "appsettings.json");
        WriteJson(file, "simulated-client-secret", AdminApi.Key, 200);
        await using var bridge = await BridgeFixture.StartAsync(("Helpdesks:main:OAuth:ClientSecret", null), ("contentRoot", _folder));
        bridge.Zendesk.AcceptsTickets();
        (await bridge.CallAdminAsync("/admin/api/status")).StatusCode.ShouldBe(HttpStatusCode.OK);

        WriteJson(file, Next, Next, 100);
        await bridge.UntilAsync(() => bridge.Log.Contains(LogEventLevel.Warning, "\"Channels:shop:InboundPerSecond\" was changed"), stepSeconds: 1);

        (await bridge.CallAdminAsync("/admin/api/status")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await bridge.CallAdminAsync("/admin/api/status", $"Bearer {Next}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);
        bridge.Zendesk.Tokens.Calls.ShouldAllBe(call => call.Body.Contains(Next, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_with_faults_change_nothing_and_the_log_says_so_once()
    {
        var key = Write("key", BridgeApp.Key);
        await using var bridge = await BridgeFixture.StartAsync(("Channels:shop:Key", null), ("Channels:shop:KeyFile", key));

        Write("key", "short");
        await bridge.UntilAsync(() => bridge.Log.Contains(LogEventLevel.Error, "Channels:shop:Key: needs at least 24 characters"), stepSeconds: 1);
        (await CallAsync(bridge, BridgeApp.Key)).ShouldBe(200);
        (await CallAsync(bridge, "short")).ShouldBe(404);

        File.Delete(key);
        await bridge.UntilAsync(() => bridge.Log.Contains(LogEventLevel.Error, "can't be read"), stepSeconds: 1);
        for (var i = 0; i < 30; i++)
            bridge.Clock.Advance(TimeSpan.FromSeconds(1));
        (await CallAsync(bridge, BridgeApp.Key)).ShouldBe(200);
        bridge.Log.Events.Count(e => e.Level == LogEventLevel.Error).ShouldBe(2);

        Write("key", Next);
        await bridge.UntilAsync(() => bridge.Log.Contains(LogEventLevel.Information, "Channels:shop:Key"), stepSeconds: 1);
        (await CallAsync(bridge, Next)).ShouldBe(200);
    }

    /// <summary>
    /// A secret that is valid only together with another change waits with it for the next start, and until then all stays as it was.
    /// </summary>
    /// <param name="before">The file at the start.</param>
    /// <param name="after">The changed file. It has no fault.</param>
    /// <param name="waits">A secret that waits.</param>
    [Theory]
    [InlineData(
        """{"Helpdesks":{"main":{"ApiToken":{"Email":"bridge@example.com","Token":"an-api-token-of-the-tests"}}}}""",
        """{"Helpdesks":{"main":{"OAuth":{"ClientId":"helpdesk_bridge","ClientSecret":"another-client-secret"}}}}""",
        "Helpdesks:main:OAuth:ClientSecret")]
    [InlineData(
        """{"Helpdesks":{"main":{"ApiToken":{"Email":"a@example.com","Token":"t-0"},"WebhookSecrets":["a-webhook-secret-of-the-tests"]}}}""",
        """{"Helpdesks":{"main":{"ApiToken":{"Email":"a@example.com","Token":"t-0"},"Feed":"Poll"}}}""",
        "Helpdesks:main:WebhookSecrets:0")]
    [InlineData(
        """{"Helpdesks":{"main":{"ApiToken":{"Email":"a@example.com","Token":"t-0"}}}}""",
        """
        {"Helpdesks":{"main":{"ApiToken":{"Email":"a@example.com","Token":"t-0"}}},
         "Channels":{"new":{"Key":"key-of-the-new-channel-01234","Helpdesk":"main","DefaultDestination":"43"}}}
        """,
        "Channels:new:Key")]
    [InlineData(
        """
        {"Helpdesks":{"main":{"ApiToken":{"Email":"a@example.com","Token":"t-0"}}},
         "Channels":{"old":{"Key":"key-of-the-old-channel-01234","Helpdesk":"main","DefaultDestination":"43"}}}
        """,
        """{"Helpdesks":{"main":{"ApiToken":{"Email":"a@example.com","Token":"t-0"}}}}""",
        "Channels:old:Key")]
    [InlineData(
        """
        {"Helpdesks":{"main":{"ApiToken":{"Email":"a@example.com","Token":"t-0"}}},
         "Channels":{"shop":{"WebhookUrl":"https://bot.jaicp.com/webhook-a"}}}
        """,
        """
        {"Helpdesks":{"main":{"ApiToken":{"Email":"a@example.com","Token":"t-0"}}},"Bridge":{"AllowedJaicpHosts":["bot.example.com"]},
         "Channels":{"shop":{"WebhookUrl":"https://bot.example.com/webhook-b"}}}
        """,
        "Channels:shop:WebhookUrl")]
    public async Task A_secret_that_is_valid_only_with_another_change_waits_for_the_next_start(string before, string after, string waits)
    {
        var file = Path.Combine(_folder, "appsettings.json");
        File.WriteAllText(file, before);
        var hasSecret = before.Contains("WebhookSecrets", StringComparison.Ordinal);
        await using var bridge = await BridgeFixture.StartAsync(
            ("Helpdesks:main:OAuth:ClientId", null), ("Helpdesks:main:OAuth:ClientSecret", null), ("contentRoot", _folder),
            ("Helpdesks:main:WebhookSecrets:0", hasSecret ? null : BridgeApp.WebhookSecret));
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.TicketIs("open");

        File.WriteAllText(file, after);
        await bridge.UntilAsync(() => bridge.Log.Contains(LogEventLevel.Warning, $"\"{waits}\" was changed; that takes effect"), stepSeconds: 1);

        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);
        (await WakeAsync(bridge, hasSecret ? "a-webhook-secret-of-the-tests" : BridgeApp.WebhookSecret)).ShouldBe(HttpStatusCode.OK);
        (await CallAsync(bridge, "key-of-the-new-channel-01234", "new")).ShouldBe(404);
        (await CallAsync(bridge, "key-of-the-old-channel-01234", "old")).ShouldBe(waits == "Channels:old:Key" ? 200 : 404);
        bridge.Log.Events.ShouldNotContain(e => e.Level == LogEventLevel.Error);
    }

    [Fact]
    public async Task A_link_works_while_its_key_is_listed()
    {
        var keys = Write("keys", "first-key-of-file-links-0123456789");
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Bridge:FileKeysFile", keys));
        bridge.Zendesk.Attachments.Usually(new Answer(200, "bytes"));
        var link = await bridge.LinkAsync(bridge.AttachmentUrl());

        Write("keys", $"{Next}\nfirst-key-of-file-links-0123456789");
        await bridge.UntilAsync(() => bridge.Log.Contains(LogEventLevel.Information, "Bridge:FileKeys"), stepSeconds: 1);
        (await bridge.FetchAsync(link)).StatusCode.ShouldBe(HttpStatusCode.OK);

        Write("keys", Next);
        await bridge.UntilAsync(
            () => bridge.Log.Lines.Count(line => line.Contains("Bridge:FileKeys", StringComparison.Ordinal)) >= 2, stepSeconds: 1);
        (await bridge.FetchAsync(link)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<int> CallAsync(BridgeFixture bridge, string key, string channel = "shop")
    {
        using var content = new StringContent("""{"userId":"u1"}""");
        using var response = await bridge.App.Http.PostAsync(
            new Uri(bridge.App.Url, $"/operator/{channel}/{key}/closeChat"), content, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    private static async Task<HttpStatusCode> WakeAsync(BridgeFixture bridge, string secret)
    {
        using var response = await bridge.WebhookAsync("""{"ticket_id":"501","external_id":"","status":"open"}""", secret: secret);
        return response.StatusCode;
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path + ".new", content);
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }

    private static void WriteJson(string file, string clientSecret, string adminKey, int perSecond) => File.WriteAllText(
        file,
        $$"""
        {
          "Helpdesks": { "main": { "OAuth": { "ClientSecret": "{{clientSecret}}" } } },
          "Admin": { "Key": "{{adminKey}}" },
          "Channels": { "shop": { "InboundPerSecond": {{perSecond}} } }
        }
        """);
}
