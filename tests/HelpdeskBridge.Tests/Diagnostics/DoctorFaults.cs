using System.Globalization;
using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Network;

namespace HelpdeskBridge.Tests.Diagnostics;

/// <summary>A fault that is made on purpose, and how <c>doctor</c> must name it.</summary>
/// <param name="Expected">The finding: its id, side and status.</param>
/// <param name="Fix">What the fix names: a setting, a command or a click.</param>
/// <param name="Make">Makes the fault in a world that is in order.</param>
internal sealed record DoctorFault((string Id, string Side, string Status) Expected, string Fix, Func<DoctorWorld, Task> Make)
{
    /// <summary>The account, if it has to be another one from the start.</summary>
    public SimulatedZendeskOptions? Account { get; init; }

    /// <summary>Whether the account offers no events of tickets.</summary>
    public bool ByTrigger { get; init; }

    /// <summary>A fault that is made without waiting for anything.</summary>
    public static DoctorFault Of(string id, string side, string status, string fix, Action<DoctorWorld> make) => new(
        (id, side, status),
        fix,
        world =>
        {
            make(world);
            return Task.CompletedTask;
        });
}

/// <summary>All faults, by name.</summary>
internal static class DoctorFaults
{
    private const string Apply = "setup apply --helpdesk main";

    public static readonly IReadOnlyDictionary<string, DoctorFault> All = new Dictionary<string, DoctorFault>(
        Settings().Concat(SignIn()).Concat(Account()).Concat(Webhook()).Concat(Network()).Concat(Jaicp()).Concat(Machine()));

    private static Dictionary<string, DoctorFault> Settings() => new()
    {
        ["webhook feed without a public address"] = DoctorFault.Of("settings.fault", "settings", "fail", "Bridge:PublicUrl", world =>
            world.Settings["Bridge:PublicUrl"] = null),
        ["no signing secret"] = DoctorFault.Of("settings.fault", "settings", "fail", "Helpdesks:main:WebhookSecrets:0", world =>
            world.Settings["Helpdesks:main:WebhookSecrets:0"] = null),
        ["unknown setting"] = DoctorFault.Of("settings.fault", "settings", "fail", "Channels:shop:Ky", world =>
            world.Settings["Channels:shop:Ky"] = "x"),
        ["settings file that is no JSON"] = DoctorFault.Of("settings.fault", "settings", "fail", "appsettings.json", world =>
        {
            File.WriteAllText(Path.Combine(world.Setup.Folder, "appsettings.json"), "{ \"Admin\": {\n \"Key\": an-admin-key-of-the-doctor-tests } }");
            world.Settings["contentRoot"] = world.Setup.Folder;
        }),
        ["questionable setting"] = DoctorFault.Of("settings.note", "settings", "warn", "Storage:Retention", world =>
            world.Settings["Storage:Retention"] = "1.00:00:00"),
    };

    /// <summary>All that the bridge calls, resource by resource.</summary>
    private static readonly string[] ScopesByResource =
    [
        "users:read", "tickets:read", "groups:read", "webhooks:read", "triggers:read", "ticket_fields:read", "account_groups:read",
        "agent_availabilities:read", "group_memberships:read", "business_hours:read", "oauth:read", "write",
    ];

    private static Dictionary<string, DoctorFault> SignIn() => new()
    {
        ["wrong client secret"] = DoctorFault.Of("helpdesk.sign-in", "settings", "fail", "Helpdesks:main:OAuth:ClientSecret", world =>
            world.Settings["Helpdesks:main:OAuth:ClientSecret"] = "another-client-secret"),
        ["API token that ended"] = DoctorFault.Of("helpdesk.sign-in", "settings", "fail", "Helpdesks:main:ApiToken:Token", world =>
            UseApiToken(world, "an-expired-token")),
        ["API token instead of OAuth"] = DoctorFault.Of("helpdesk.token-end", "settings", "warn", "Helpdesks:main:OAuth:ClientId", world =>
            UseApiToken(world, "an-api-token")) with
        {
            Account = new SimulatedZendeskOptions { ApiToken = new LegacyApiToken("bridge@example.com", "an-api-token") },
        },
        ["wrong subdomain"] = DoctorFault.Of("helpdesk.sign-in", "settings", "fail", "Helpdesks:main:BaseUrl", world =>
            world.Zendesk.Rules.IsUnknownSubdomain = true),
        ["helpdesk that refuses connections"] = DoctorFault.Of("helpdesk.sign-in", "network", "fail", "Helpdesks:main:BaseUrl", world =>
            world.Settings["Helpdesks:main:BaseUrl"] = DoctorWorld.GetClosedAddress().ToString()),
        ["scope that the client may not request"] = DoctorFault.Of("helpdesk.sign-in", "settings", "fail", "Helpdesks:main:OAuth:Scope", world =>
            world.Settings["Helpdesks:main:OAuth:Scope"] = "read write impersonate") with
        {
            Account = new SimulatedZendeskOptions { ClientScopes = ["read", "write"] },
        },
        ["scope without writing"] = DoctorFault.Of("helpdesk.scope", "settings", "fail", "Helpdesks:main:OAuth:Scope", world =>
            world.Settings["Helpdesks:main:OAuth:Scope"] = "read"),
        ["scope without reading"] = DoctorFault.Of("helpdesk.scope", "settings", "fail", "Helpdesks:main:OAuth:Scope", world =>
            world.Settings["Helpdesks:main:OAuth:Scope"] = "write"),
        ["scope without addresses of users"] = DoctorFault.Of("helpdesk.scope", "settings", "warn", "Helpdesks:main:OAuth:Scope", world =>
        {
            world.Settings["Channels:shop:Requester:EmailFrom"] = "email";
            world.Settings["Helpdesks:main:OAuth:Scope"] = string.Join(' ', ScopesByResource);
        }) with
        {
            Account = new SimulatedZendeskOptions { ClientScopes = ScopesByResource },
        },
        ["role without webhooks"] = DoctorFault.Of("helpdesk.role", "helpdesk", "warn", "Make this user an admin", world =>
            world.Zendesk.SetServiceRole("agent")),
        ["role without the list of changes"] = DoctorFault.Of("helpdesk.role", "helpdesk", "fail", "Make this user an admin", world =>
        {
            world.Settings["Helpdesks:main:Feed"] = "Poll";
            world.Zendesk.SetServiceRole("agent");
        }),
        ["role too low"] = DoctorFault.Of("helpdesk.role", "helpdesk", "fail", "Make this user an admin", world =>
            world.Zendesk.SetServiceRole("end-user")),
        ["requests used up"] = DoctorFault.Of("helpdesk.budget", "helpdesk", "fail", "Helpdesks:main:RequestsPerMinute", world =>
            world.Zendesk.Faults.Add(FaultMode.TooMany429, where: request => request.Operation == ZendeskOperation.ReadUser)),
        ["budget above the plan's limit"] = DoctorFault.Of("helpdesk.budget", "settings", "warn", "Helpdesks:main:RequestsPerMinute", _ => { }) with
        {
            Account = new SimulatedZendeskOptions { AccountRequestsPerMinute = 200 },
        },
        ["clock off by an hour"] = DoctorFault.Of("bridge.clock", "bridge", "fail", "Synchronize the clock", _ => { }) with
        {
            Account = new SimulatedZendeskOptions { TimeProvider = new WrongClock(TimeSpan.FromHours(-1)) },
        },
        ["clock off by two minutes"] = DoctorFault.Of("bridge.clock", "bridge", "warn", "Synchronize the clock", _ => { }) with
        {
            Account = new SimulatedZendeskOptions { TimeProvider = new WrongClock(TimeSpan.FromMinutes(2)) },
        },
    };

    private static Dictionary<string, DoctorFault> Account() => new()
    {
        ["default group deleted"] = DoctorFault.Of(
            "helpdesk.default-destination", "settings", "fail", "Channels:shop:DefaultDestination", world =>
                world.Zendesk.DeleteGroup(world.Zendesk.Groups[0].Id)),
        ["configured destination missing"] = DoctorFault.Of(
            "helpdesk.destinations", "settings", "fail", "Channels:shop:Destinations:1:Id", world =>
            {
                world.Settings["Channels:shop:Destinations:0:Id"] = world.Zendesk.Groups[0].Id.ToString(CultureInfo.InvariantCulture);
                world.Settings["Channels:shop:Destinations:1:Id"] = "360009999999";
            }),
        ["group for unanswered chats missing"] = DoctorFault.Of(
            "helpdesk.escalations", "settings", "fail", "Channels:shop:Escalations:0:Group", world =>
            {
                world.Settings["Channels:shop:Escalations:0:After"] = "00:10:00";
                world.Settings["Channels:shop:Escalations:0:Group"] = "360009999999";
            }),
        ["capacity not told"] = DoctorFault.Of("helpdesk.capacity", "helpdesk", "warn", "CountCapacity of shop", world =>
            world.Settings["Channels:shop:CountCapacity"] = "true"),
        ["availability refused"] = DoctorFault.Of("helpdesk.availability", "helpdesk", "warn", "WhenUnknown", world =>
            world.Zendesk.Availability = AvailabilityOffer.None),
        ["schedule missing"] = DoctorFault.Of("helpdesk.schedule", "settings", "fail", "Channels:shop:Hours:ZendeskScheduleId", world =>
            world.Settings["Channels:shop:Hours:ZendeskScheduleId"] = "360000000003"),
        ["ticket field missing"] = DoctorFault.Of("helpdesk.ticket-fields", "settings", "fail", "Channels:shop:Ticket:Fields:plan", world =>
            world.Settings["Channels:shop:Ticket:Fields:plan"] = "360000000004"),
        ["ticket field inactive"] = DoctorFault.Of("helpdesk.ticket-fields", "settings", "fail", "Activate it", world =>
        {
            world.Zendesk.TicketFields = [new SimulatedTicketField(77, "Plan", Active: false)];
            world.Settings["Channels:shop:Ticket:Fields:plan"] = "77";
        }),
        ["own ticket field inactive"] = MakeTicketField("fail", Apply, (world, made) =>
        {
            world.Zendesk.TicketFields = [made with { Active = false }];
            world.Settings["Channels:shop:Ticket:Fields:plan"] = made.Id.ToString(CultureInfo.InvariantCulture);
        }),
        ["own ticket field of another type"] = MakeTicketField("fail", "setup apply --ticket-fields plan", (world, made) =>
        {
            world.Zendesk.TicketFields = [made with { Type = "tagger" }];
            world.Settings["Channels:shop:Ticket:Fields:plan"] = made.Id.ToString(CultureInfo.InvariantCulture);
        }),
        ["own ticket field inactive that no channel fills"] = MakeTicketField("warn", Apply, (world, made) =>
            world.Zendesk.TicketFields = [made with { Active = false }]),
    };

    private static DoctorFault MakeTicketField(string status, string fix, Action<DoctorWorld, SimulatedTicketField> spoil) => new(
        ("helpdesk.ticket-fields", "helpdesk", status),
        fix,
        async world =>
        {
            await world.Setup.RunAsync("setup", "apply", "--ticket-fields", "plan");
            spoil(world, world.Zendesk.TicketFields.Single());
        });

    private static Dictionary<string, DoctorFault> Webhook() => new()
    {
        ["webhook missing"] = DoctorFault.Of("helpdesk.webhook", "helpdesk", "fail", Apply, world =>
            world.Zendesk.DeleteWebhook(world.Setup.Webhook.Id)),
        ["webhook deactivated"] = DoctorFault.Of("helpdesk.webhook", "helpdesk", "fail", Apply, world => Edit(world, webhook =>
            webhook with { Status = "inactive" })),
        ["webhook pointing elsewhere"] = DoctorFault.Of("helpdesk.webhook", "helpdesk", "fail", Apply, world => Edit(world, webhook =>
            webhook with { Endpoint = "https://elsewhere.example.com/hook" })),
        ["webhook of a bridge that has moved"] = DoctorFault.Of("helpdesk.webhook", "helpdesk", "fail", Apply, world => Edit(world, webhook =>
            webhook with { Endpoint = "https://old.example.com/helpdesk/main/webhook", Description = "" })),
        ["subscriptions lacking"] = DoctorFault.Of("helpdesk.webhook", "helpdesk", "fail", Apply, world => Edit(world, webhook =>
            webhook with { Subscriptions = ["zen:event-type:ticket.comment_added"] })),
        ["webhook renamed"] = DoctorFault.Of("helpdesk.webhook", "helpdesk", "warn", Apply, world => Edit(world, webhook =>
            webhook with { Name = "Chat" })),
        ["wrong signing secret"] = DoctorFault.Of("helpdesk.webhook-secret", "settings", "fail", "Helpdesks:main:WebhookSecrets:0", world =>
            world.Settings["Helpdesks:main:WebhookSecrets:0"] = "an-old-signing-secret"),
        ["wrong signing secret that can't be read"] = new(
            ("helpdesk.webhook-secret", "settings", "warn"), "Helpdesks:main:WebhookSecrets:0", MakeFailedCallAsync),
        ["webhook calls that fail"] = new(("helpdesk.webhook-calls", "network", "warn"), "Bridge:PublicUrl", MakeFailedCallAsync),
        ["trigger missing"] = DoctorFault.Of("helpdesk.trigger", "helpdesk", "fail", Apply, world =>
            world.Zendesk.DeleteTrigger(world.Setup.Trigger.Id)) with
        {
            ByTrigger = true,
        },
        ["trigger inactive"] = DoctorFault.Of("helpdesk.trigger", "helpdesk", "fail", Apply, world =>
            world.Zendesk.EditTrigger(world.Setup.Trigger.Id, trigger => trigger with { Active = false })) with
        {
            ByTrigger = true,
        },
        ["trigger edited"] = DoctorFault.Of("helpdesk.trigger", "helpdesk", "fail", Apply, world =>
            world.Zendesk.EditTrigger(world.Setup.Trigger.Id, trigger => trigger with { Body = "{}" })) with
        {
            ByTrigger = true,
        },
    };

    private static Dictionary<string, DoctorFault> Network() => new()
    {
        ["public name that does not resolve"] = DoctorFault.Of("network.public-url", "network", "fail", "Bridge:PublicUrl", world =>
            (world.Settings["Bridge:PublicUrl"], world.Names) = ("https://bridge.example.com", DoctorWorld.NoNames)),
        ["wrong certificate"] = new(("network.public-url", "network", "fail"), "certificate", async world =>
        {
            var proxy = new FaultyProxy(secure: true) { Target = new Uri(world.Service.Url("")) };
            world.Owned.Add(proxy);
            world.Settings["Bridge:PublicUrl"] = proxy.Url.ToString();
            await world.Setup.RunAsync("setup", "apply");
        }),
        ["nothing at the public address"] = DoctorFault.Of("network.public-url", "network", "warn", "Start the service", world =>
            world.Settings["Bridge:PublicUrl"] = DoctorWorld.GetClosedAddress().ToString()),
        ["something else at the public address"] = DoctorFault.Of("network.public-url", "network", "fail", "Bridge:PublicUrl", world =>
            world.Answer = _ => RawHttpServer.Ok("<html>Welcome to nginx!</html>")),
        ["another site at the public address"] = DoctorFault.Of("network.public-url", "network", "fail", "Let the proxy forward", world =>
            world.Answer = _ => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
        ["proxy without a service"] = DoctorFault.Of("network.public-url", "network", "warn", "Start the service", world =>
            world.Answer = _ => "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
        ["proxy that drops the Host header"] = DoctorFault.Of("network.proxy", "network", "fail", "proxy_set_header Host", world =>
        {
            var healthy = world.Answer;
            world.Answer = path => path.StartsWith("/health", StringComparison.Ordinal)
                ? healthy(path)
                : "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        }),
        ["outage that the service reports"] = DoctorFault.Of("bridge.readiness", "bridge", "warn", "/admin", world =>
            world.Answer = _ => RawHttpServer.Ok(
                """{"status":"Degraded","parts":{"delivery":{"status":"Degraded","reason":"ToJaicp shop can't be reached"}}}""")),
    };

    private static Dictionary<string, DoctorFault> Jaicp() => new()
    {
        ["JAICP's webhook never set"] = new(("jaicp.webhook", "jaicp", "fail"), "press Save", world => world.SetJaicpWebhookAsync(null)),
        ["JAICP's host not allowed"] = new(("jaicp.webhook", "settings", "fail"), "Bridge:AllowedJaicpHosts", world =>
            world.SetJaicpWebhookAsync("https://elsewhere.example.com/webhook/secret-part")),
        ["JAICP's name that does not resolve"] = new(("jaicp.answers", "network", "fail"), "name server", async world =>
        {
            await world.SetJaicpWebhookAsync("https://jaicp.example.com/webhook/secret-part");
            world.Names = DoctorWorld.NoNames;
        }),
        ["JAICP refuses connections"] = new(("jaicp.answers", "network", "fail"), "firewall", world =>
            world.SetJaicpWebhookAsync(new Uri(DoctorWorld.GetClosedAddress(), "/webhook/secret-part").ToString())),
        ["JAICP in a private network"] = new(("jaicp.answers", "network", "fail"), "Network:AllowedPrivateHosts", world =>
        {
            world.Names = _ => Task.FromResult<System.Net.IPAddress[]>([System.Net.IPAddress.Parse("10.1.2.3")]);
            return world.SetJaicpWebhookAsync("https://jaicp.example.com/webhook/secret-part");
        }),
    };

    private static Dictionary<string, DoctorFault> Machine() => new()
    {
        ["disk full"] = DoctorFault.Of("store.space", "store", "fail", "Storage:ConnectionString", world => world.FreeSpace = 1000),
        ["disk nearly full"] = DoctorFault.Of("store.space", "store", "warn", "Storage:Retention", world => world.FreeSpace = 300_000_000),
        ["store folder not writable"] = DoctorFault.Of("store.writable", "store", "fail", "Storage:ConnectionString", world =>
            world.IsWritable = false),
        ["store folder that is a file"] = DoctorFault.Of("store.writable", "store", "fail", "Storage:ConnectionString", world =>
            world.Settings["Storage:ConnectionString"] = $"Data Source={world.StorePath}/bridge.db"),
        ["store of a newer version"] = DoctorFault.Of("store.file", "store", "fail", "Start the newer version", world =>
            world.ExecuteInStore("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('V999_Later.sql', '2027-01-01')")),
        ["store that is no database"] = DoctorFault.Of("store.file", "store", "fail", "Storage:ConnectionString", world =>
        {
            var path = Path.Combine(world.Setup.Folder, "other.db");
            File.WriteAllText(path, new string('x', 10_000));
            world.Settings["Storage:ConnectionString"] = $"Data Source={path}";
        }),
        ["port taken"] = DoctorFault.Of("bridge.port", "bridge", "fail", "Urls", world =>
        {
            var other = new RawHttpServer(_ => RawHttpServer.Ok("another program"));
            world.Owned.Add(other);
            world.Settings["urls"] = other.Url("");
        }),
    };

    private static void UseApiToken(DoctorWorld world, string token)
    {
        world.Settings["Helpdesks:main:OAuth:ClientId"] = null;
        world.Settings["Helpdesks:main:OAuth:ClientSecret"] = null;
        world.Settings["Helpdesks:main:ApiToken:Email"] = "bridge@example.com";
        world.Settings["Helpdesks:main:ApiToken:Token"] = token;
    }

    private static void Edit(DoctorWorld world, Func<SimulatedWebhook, SimulatedWebhook> edit) =>
        world.Zendesk.EditWebhook(world.Setup.Webhook.Id, edit);

    /// <summary>The service refuses a call of the webhook, and Zendesk does not tell the secret.</summary>
    private static async Task MakeFailedCallAsync(DoctorWorld world)
    {
        world.Zendesk.Rules.HidesSigningSecrets = true;
        var answer = world.Answer;
        world.Answer = path => path.StartsWith("/helpdesk/", StringComparison.Ordinal)
            ? "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            : answer(path);
        using var client = await Simulators.ZendeskClient.SignInAsync(world.Zendesk);
        await client.OpenTicketAsync();
        await Simulators.Wait.UntilAsync(() => world.Zendesk.WebhookDeliveries.Count > 0);
    }

    /// <summary>It goes on, because nobody knows how long after the beginning a test runs.</summary>
    private sealed class WrongClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
