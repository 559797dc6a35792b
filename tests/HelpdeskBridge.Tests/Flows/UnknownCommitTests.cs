using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Processes;
using HelpdeskBridge.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What a caller is told when nobody knows what became of its commit.</summary>
public sealed class UnknownCommitTests
{
    private const string NotStored = "store-unavailable: The message could not be stored. Nothing was accepted; send it again.";
    private const string Unknown = "outcome-unknown: Something failed, and it is not known whether this was accepted; send it again.";

    [Fact]
    public async Task A_call_is_told_whether_nothing_of_it_is_stored_or_nobody_knows()
    {
        using var zendesk = new ZendeskStub(TimeProvider.System.GetUtcNow);
        zendesk.SignsIn();
        bool? mayBeStored = null;
        await using var app = await BridgeApp.StartAsync(zendesk.Url, replace: services =>
        {
            var database = services.Last(service => service.ServiceType == typeof(IDatabase)).ImplementationFactory!;
            services.Replace(ServiceDescriptor.Singleton<IDatabase>(all => new UnwritableDatabase((IDatabase)database(all), Refuse)));
        });

        mayBeStored = false;
        (await RefuseAsync(app, "one")).ShouldBe(NotStored);
        mayBeStored = true;
        (await RefuseAsync(app, "one")).ShouldBe(Unknown);

        StoreUnavailableException? Refuse() =>
            mayBeStored is { } mayBe ? new StoreUnavailableException(new IOException("The connection is lost."), mayBe) : null;
    }

    [Fact]
    public async Task While_no_standby_has_a_commit_calls_are_refused_and_the_service_goes_on_by_itself_when_one_is_back()
    {
        PostgreSqlFixture.RequireInstalled();
        await using var server = await PostgreSqlServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        await using var bridge = await BridgeFixture.StartAsync(
            ("Storage:Provider", "PostgreSql"), ("Storage:ConnectionString", $"{database};Command Timeout=5"));
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.TicketIs("open");

        // The first may have to wait for a commit of the service itself.
        await server.WaitForStandbyAsync("nobody");
        var first = await RefuseAsync(bridge.App, "first");
        (await RefuseAsync(bridge.App, "second")).ShouldBe(NotStored);
        bridge.Zendesk.Written.ShouldBeEmpty();

        await server.WaitForStandbyAsync("");
        await bridge.SendTextAsync("third");
        await bridge.UntilAsync(() => Written().Contains("third", StringComparison.Ordinal), stepSeconds: 1);
        Written().Contains("first", StringComparison.Ordinal).ShouldBe(first == Unknown);
        Written().ShouldNotContain("second");

        string Written() => string.Join('\n', bridge.Zendesk.Written);
    }

    /// <returns>The kind of the problem, and what it says.</returns>
    private static async Task<string> RefuseAsync(BridgeApp app, string text)
    {
        using var answer = await app.CallAsync("sendText", new { userId = BridgeFixture.User, text });
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
        return $"{((string)problem["type"]!)["urn:helpdesk-bridge:problem:".Length..]}: {(string)problem["title"]!}";
    }
}
