using System.Net;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Flows;
using Microsoft.Playwright;
using static HelpdeskBridge.Tests.Flows.AdminSite;

namespace HelpdeskBridge.Tests.Browser;

/// <summary>Orleans' dashboard, in a real browser and over HTTP.</summary>
public sealed class ClusterDashboardTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private static readonly (string, string) Setting = ("Cluster:Dashboard", "true");

    [Fact]
    public async Task An_operator_sees_the_processes_and_nothing_is_loaded_from_elsewhere()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting, Setting);
        await using var window = await chromium.OpenAsync();
        var (foreign, refused) = (new List<string>(), new List<string>());
        window.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(bridge.App.Url.AbsoluteUri, StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                foreign.Add(request.Url);
        };
        window.Response += (_, response) =>
        {
            if (response.Status >= 400)
                refused.Add($"{response.Status} {response.Url}");
        };
        // The page's own script may fail once where the list of grain methods comes before the first counters. It draws again with those.
        window.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
                refused.Add(message.Text);
        };
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri(bridge.App.Url, "/admin").AbsoluteUri);
        await page.GetByLabel("Admin key").FillAsync(AdminApi.Key);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Processes and grains" }).ClickAsync();

        await Assertions.Expect(page.GetByText("Active Silos")).ToBeVisibleAsync();
        foreign.ShouldBeEmpty();
        refused.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_shows_nothing_without_a_session_and_is_not_there_unless_it_is_wanted()
    {
        string[] paths = ["/admin/cluster", "/admin/cluster/", "/admin/cluster/DashboardCounters", "/admin/cluster/ClusterStats"];
        await using (var bridge = await BridgeFixture.StartAsync(AdminApi.Setting, Setting))
        {
            foreach (var path in paths)
            {
                using var answer = await PageAsync(bridge, path, null);
                var page = await answer.TextAsync();
                page.ShouldContain("type=\"password\"", customMessage: path);
                page.ShouldNotContain("Orleans Dashboard", customMessage: path);
            }
        }

        await using var without = await BridgeFixture.StartAsync(AdminApi.Setting);
        var session = await SessionAsync(without);
        foreach (var path in paths)
        {
            using var answer = await PageAsync(without, path, session);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await ReadAsync(without, "/admin", session)).ShouldNotContain("/admin/cluster");
    }
}
