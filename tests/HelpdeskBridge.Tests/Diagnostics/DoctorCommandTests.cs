using System.Net;
using System.Net.Sockets;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Settings;
using HelpdeskBridge.Tests.Setup;

namespace HelpdeskBridge.Tests.Diagnostics;

/// <summary><c>-- doctor</c>. Runs alone, because the command writes to the process's console.</summary>
[Collection(nameof(CheckCommandTests))]
public sealed class DoctorCommandTests
{
    public static TheoryData<string> Faults => [.. DoctorFaults.All.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_named_with_its_side_and_a_fix_and_no_secret(string name)
    {
        var fault = DoctorFaults.All[name];
        await using var world = await DoctorWorld.StartAsync(fault.Account, fault.ByTrigger);
        await fault.Make(world);

        var run = await world.RunAsync();

        var (id, side, status) = fault.Expected;
        run.Checks.ShouldContain(
            check => check.Id == id && check.Side == side && check.Status == status && check.Fix.Contains(fault.Fix, StringComparison.Ordinal),
            $"{name}: expected {fault.Expected} with {fault.Fix}, found\n{run.Wrong}");
        run.Run.ExitCode.ShouldBe(run.Checks.Any(check => check.Status == "fail") ? 1 : 0);
        if (status == "fail")
            run.Run.ExitCode.ShouldBe(1);
        run.Checks.Where(check => check.Status is "fail" or "warn").ShouldAllBe(check => check.What.Length > 0 && check.Fix.Length > 0);
        FindNoSecret(run.Run, [.. world.Secrets, "secret-part", "an-expired-token", "an-api-token", "an-old-signing-secret"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_everything_is_in_order_nothing_is_said_to_be_wrong_and_nothing_is_written(bool byTrigger)
    {
        await using var world = await DoctorWorld.StartAsync(byTrigger: byTrigger);
        var before = Snapshot(world);

        var run = await world.RunAsync();

        run.Wrong.ShouldBeEmpty();
        run.Run.ExitCode.ShouldBe(0);
        run.Run.Error.ShouldBeEmpty();
        ((bool)run.Json["ok"]!).ShouldBeTrue();
        run.Json.AsObject().Select(member => member.Key).ShouldBe(["ok", "checks"]);
        Snapshot(world).ShouldBe(before);
        world.Zendesk.Tickets.ShouldBeEmpty();
        world.Jaicp.Events.ShouldBeEmpty();
        world.Jaicp.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_works_without_a_store_and_makes_none()
    {
        await using var world = await DoctorWorld.StartAsync();
        var folder = Path.Combine(world.Setup.Folder, "later");
        world.Settings["Storage:ConnectionString"] = $"Data Source={folder}/deep/bridge.db";

        var run = await world.RunAsync();

        run.Checks.ShouldContain(check => check.Id == "store.file" && check.Status == "skipped");
        run.Checks.ShouldContain(check => check.Id == "store.writable" && check.Status == "ok");
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task Explaining_tells_where_each_value_comes_from_and_no_secret()
    {
        await using var world = await DoctorWorld.StartAsync();
        var file = Path.Combine(world.Setup.Folder, "shop-key");
        await File.WriteAllTextAsync(file, BridgeApp.Key, TestContext.Current.CancellationToken);
        world.Settings["Channels:shop:Key"] = null;
        world.Settings["Channels:shop:KeyFile"] = file;

        var run = await world.RunAsync("--explain");

        var origins = run.Json["settings"]!.AsArray().ToDictionary(
            origin => (string)origin!["key"]!, origin => $"{origin!["value"]} from {origin["from"]}");
        origins["Bridge:PublicUrl"].ShouldBe($"{world.Settings["Bridge:PublicUrl"]} from command line");
        origins["Delivery:NotifyAfter"].ShouldBe("00:00:30 from default");
        origins["Bridge:AllowedJaicpHosts:0"].ShouldBe("jaicp.example.com from command line");
        origins["Delivery:RetryDelays"].ShouldStartWith("00:00:01, 00:00:03");
        origins["Helpdesks:main:OAuth:ClientSecret"].ShouldBe("(secret) from command line");
        origins["Channels:shop:Key"].ShouldBe($"(secret) from the file {file}, which command line names");
        FindNoSecret(run.Run, world.Secrets);
    }

    [Fact]
    public async Task Without_json_lines_say_the_same()
    {
        await using var world = await DoctorWorld.StartAsync();
        await world.SetJaicpWebhookAsync(null);

        var run = await world.Setup.RunAsync("doctor", "--explain");

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("jaicp.webhook");
        run.Output.ShouldContain("1 failed, 0 warning(s)");
        run.Output.ShouldContain("Delivery:NotifyAfter = 00:00:30  [default]");
        FindNoSecret(run, world.Secrets);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_self_test_opens_a_marked_ticket_sees_the_webhook_arrive_at_the_running_service_and_solves_it(bool byTrigger)
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        await using var jaicp = await SimulatedJaicp.StartAsync();
        zendesk.Rules.OffersTicketEvents = !byTrigger;
        var address = $"http://127.0.0.1:{FindFreePort()}";
        var secret = "";
        await using var bridge = await BridgeApp.StartAsync(zendesk.Url, settings =>
        {
            settings["urls"] = settings["Bridge:PublicUrl"] = address;
            settings["Channels:shop:DefaultDestination"] = $"{zendesk.Groups[0].Id}";
            secret = zendesk.AddWebhook(webhook => webhook with
            {
                Name = SetupWorld.Name,
                Endpoint = $"{address}/helpdesk/main/webhook",
                Subscriptions = byTrigger ? [SimulatedWebhook.CalledByTriggers] : ["zen:event-type:ticket.created"],
            }).Secret;
            settings["Helpdesks:main:WebhookSecrets:0"] = secret;
        });
        bridge.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        jaicp.BridgeApiUrl = new Uri(bridge.OperatorUrl.ToString().TrimEnd('/'));
        await jaicp.SetWebhookAsync();
        (await CommandRun.RunAsync(["setup", "apply", .. bridge.Arguments])).ExitCode.ShouldBe(0);

        var run = await CommandRun.RunAsync(["doctor", "--self-test", .. bridge.Arguments]);

        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain("Zendesk called the webhook, and the service accepted the call.");
        var ticket = zendesk.Tickets.Single();
        ticket.Subject.ShouldStartWith("[Test]");
        ticket.Tags.ShouldBe(["jaicp", "helpdesk_bridge_test"]);
        ticket.Status.ShouldBe(TicketStatus.Solved);
        zendesk.Comments(ticket.Id).ShouldAllBe(comment => !comment.IsPublic);
        jaicp.Events.ShouldBeEmpty();
        FindNoSecret(run, [secret, BridgeApp.Key, "simulated-client-secret"]);
    }

    [Fact]
    public async Task A_self_test_whose_webhook_is_refused_says_so()
    {
        await using var world = await DoctorWorld.StartAsync();
        var healthy = world.Answer;
        world.Answer = path => path.StartsWith("/helpdesk/", StringComparison.Ordinal)
            ? "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            : healthy(path);

        var run = await world.RunAsync("--self-test");

        run.Checks.ShouldContain(check => check.Id == "self-test.webhook" && check.Status == "fail"
            && check.Fix.Contains("Helpdesks:main:WebhookSecrets", StringComparison.Ordinal));
        world.Zendesk.Tickets.Single().Status.ShouldBe(TicketStatus.Solved);
    }

    [Fact]
    public async Task A_self_test_without_a_running_service_waits_for_no_webhook()
    {
        await using var world = await DoctorWorld.StartAsync();
        world.Answer = _ => "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

        var run = await world.RunAsync("--self-test");

        run.Checks.ShouldContain(check => check.Id == "self-test.webhook" && check.Status == "skipped");
        run.Run.ExitCode.ShouldBe(0, run.Wrong);
    }

    private static void FindNoSecret(CommandRun run, IEnumerable<string> secrets)
    {
        foreach (var secret in secrets)
        {
            run.Output.ShouldNotContain(secret, Case.Sensitive);
            run.Error.ShouldNotContain(secret, Case.Sensitive);
        }
    }

    /// <summary>Every file in the store's folder with its bytes, and what the account has.</summary>
    private static string Snapshot(DoctorWorld world)
    {
        var files = Directory.EnumerateFiles(world.Setup.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetFileName(path)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}");
        return string.Join('\n', files.Concat(world.Zendesk.RegisteredWebhooks.Select(webhook => webhook.ToString())));
    }

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
