using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Flows;
using HelpdeskBridge.Tests.Repository;
using Microsoft.Playwright;

namespace HelpdeskBridge.Tests.Browser;

/// <summary>The admin page in a real browser.</summary>
public sealed class AdminBrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private static readonly string[] Tabs = ["Overview", "Conversations", "Waiting", "Dead letters", "Reports", "Audit", "Configuration"];

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task Every_page_is_accessible_loads_nothing_from_elsewhere_and_fits_the_screen(ColorScheme scheme, int width)
    {
        await using var bridge = await AdminScene.StartAsync(hours: 1);
        await using var window = await chromium.OpenAsync(options =>
            (options.ColorScheme, options.ViewportSize) = (scheme, new ViewportSize { Width = width, Height = 844 }));
        var (foreign, errors) = (new List<string>(), new List<string>());
        window.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(bridge.App.Url.AbsoluteUri, StringComparison.Ordinal))
                foreign.Add(request.Url);
        };
        window.Console += (_, message) =>
        {
            if (message.Type == "error")
                errors.Add(message.Text);
        };

        var page = await window.NewPageAsync();
        await page.GotoAsync(GetAddress(bridge, "/admin"));
        await CheckAsync("sign-in");
        await SignInAsync(page);
        string[] paths =
        [
            "", "/conversations", "/waiting", "/dead-letters", "/dead-letters/retry",
            "/reports", "/reports?by=channel", "/reports?by=agent&from=x", "/audit", "/configuration",
            "/conversations/unknown", await FindConversationAsync(bridge),
        ];
        foreach (var path in paths)
        {
            await page.GotoAsync(GetAddress(bridge, $"/admin{path}"));
            await CheckAsync(path);
        }

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Show texts" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Where is my order?")).ToBeVisibleAsync();
        await CheckAsync("texts");
        foreign.ShouldBeEmpty();
        errors.Where(error => !error.Contains("404", StringComparison.Ordinal)).ShouldBeEmpty();

        async Task CheckAsync(string path)
        {
            (await Accessibility.FindViolationsAsync(page)).ShouldBeEmpty(path);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, path);
        }
    }

    [Fact]
    public async Task The_check_of_accessibility_can_fail()
    {
        await using var window = await chromium.OpenAsync();
        var page = await window.NewPageAsync();
        await page.SetContentAsync("<html><body><p style='color:#ccc;background:#ddd'>faint</p><input></body></html>");

        var violations = await Accessibility.FindViolationsAsync(page);
        violations.ShouldContain(violation => violation.StartsWith("color-contrast", StringComparison.Ordinal));
        violations.ShouldContain(violation => violation.StartsWith("label", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_open_page_shows_what_happens_meanwhile_and_keeps_the_focus()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        await using var window = await chromium.OpenAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync(GetAddress(bridge, "/admin/dead-letters"));
        await SignInAsync(page);
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");
        await Assertions.Expect(page.GetByText("There are none.")).ToBeVisibleAsync();

        bridge.Jaicp.Events.Next(new Answer(400), new Answer(400));
        await bridge.AnswerAsync("one");
        await bridge.DeliveredAsync("ReplyNotDelivered");
        var retry = page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Retry: " });
        await UntilVisibleAsync(bridge, retry.First);
        await retry.First.FocusAsync();

        await bridge.AnswerAsync("one", "two");
        await bridge.DeliveredAsync("ReplyNotDelivered", 2);
        await UntilVisibleAsync(bridge, retry.Nth(1));
        await Assertions.Expect(retry.First).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Everything_can_be_done_with_the_keyboard()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        bridge.Jaicp.Events.Next(new Answer(400));
        await bridge.AnswerAsync("refused");
        await bridge.DeliveredAsync("ReplyNotDelivered");
        await using var window = await chromium.OpenAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync(GetAddress(bridge, "/admin"));
        await SignInAsync(page);

        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByText("Skip to content")).ToBeFocusedAsync();
        await TabToAsync(page, "Dead letters");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync("Dead letters");
        await TabToAsync(page, "Discard");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("There are none.")).ToBeVisibleAsync();
        (await bridge.DeadLettersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_scripts_every_page_works_the_same()
    {
        await using var bridge = await AdminScene.StartAsync(hours: 1);
        await using var window = await chromium.OpenAsync(options => options.JavaScriptEnabled = false);
        var page = await window.NewPageAsync();
        await page.GotoAsync(GetAddress(bridge, "/admin"));
        await SignInAsync(page);
        foreach (var tab in Tabs)
        {
            await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = tab }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Navigation).Locator("[aria-current=page]")).ToHaveTextAsync(tab);
        }

        await page.GotoAsync(GetAddress(bridge, "/admin/dead-letters"));
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Retry all dead letters…" }).ClickAsync();
        bridge.Jaicp.AcceptsEvents();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Start" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Delivered") >= 5, stepSeconds: 1);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".big")).ToHaveTextAsync("4 of 4");
    }

    /// <summary>Browsers send no strict cookie along with a link on another site, such as the one in a ticket's note.</summary>
    [Fact]
    public async Task A_link_on_another_site_leads_to_the_page_without_signing_in_again()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        await using var window = await chromium.OpenAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync(GetAddress(bridge, "/admin"));
        await SignInAsync(page);
        var address = GetAddress(bridge, "/admin/tickets/main/501");
        await window.RouteAsync("http://helpdesk.example/**", route => route.FulfillAsync(
            new RouteFulfillOptions { ContentType = "text/html", Body = $"<a href=\"{address}\">conversation</a>" }));

        await page.GotoAsync("http://helpdesk.example/agent/tickets/501");
        await page.GetByText("conversation").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync("Conversation");
    }

    /// <summary>Writes the pictures of the documents; run it by hand when the page has changed.</summary>
    [Fact(Explicit = true)]
    public async Task Takes_the_screenshots()
    {
        await using var bridge = await AdminScene.StartAsync(hours: 6);
        var folder = Directory.CreateDirectory(Path.Combine(SourceTree.Root, "docs", "images")).FullName;
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var window = await chromium.OpenAsync(options => options.ColorScheme = scheme);
            var page = await window.NewPageAsync();
            await page.GotoAsync(GetAddress(bridge, "/admin"));
            await SignInAsync(page);
            await SaveAsync("overview");
            await page.GotoAsync(GetAddress(bridge, $"/admin{await FindConversationAsync(bridge)}"));
            await SaveAsync("conversation");
            await page.GotoAsync(GetAddress(bridge, "/admin/dead-letters"));
            await SaveAsync("dead-letters");

            async Task SaveAsync(string name)
            {
                await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");
                var path = Path.Combine(folder, $"admin-{name}-{scheme.ToString().ToLowerInvariant()}.png");
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true });
            }
        }
    }

    /// <summary>What axe finds, as "rule: element".</summary>
    private static async Task<string> FindConversationAsync(BridgeFixture bridge)
    {
        var found = (await bridge.AdminAsync($"conversations?user={AdminScene.TroubledUser}"))["conversations"]![0]!;
        return $"/conversations/{found["id"]}";
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GetByLabel("Your name").FillAsync("Ann");
        await page.GetByLabel("Admin key").FillAsync(AdminApi.Key);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Navigation)).ToBeVisibleAsync();
    }

    private static async Task TabToAsync(IPage page, string text)
    {
        const string Focused = "document.activeElement.textContent.trim()";
        for (var i = 0; i < 60 && await page.EvaluateAsync<string>(Focused) != text; i++)
            await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>(Focused)).ShouldBe(text);
    }

    /// <summary>Live updates go by the bridge's clock.</summary>
    private static async Task UntilVisibleAsync(BridgeFixture bridge, ILocator element)
    {
        var visible = Assertions.Expect(element).ToBeVisibleAsync();
        await bridge.UntilAsync(() => visible.IsCompleted, stepSeconds: 1);
        await visible;
    }

    private static string GetAddress(BridgeFixture bridge, string path) => new Uri(bridge.App.Url, path).AbsoluteUri;
}
