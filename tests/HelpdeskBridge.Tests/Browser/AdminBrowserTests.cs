using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Flows;
using HelpdeskBridge.Tests.Repository;
using Microsoft.Playwright;

namespace HelpdeskBridge.Tests.Browser;

/// <summary>The admin page in a real browser.</summary>
public sealed class AdminBrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    /// <summary>Writes the pictures of the documents; run it by hand when the page has changed.</summary>
    [Fact(Explicit = true)]
    public async Task Takes_the_screenshots()
    {
        await using var bridge = await AdminScene.StartAsync(hours: 6);
        var folder = Directory.CreateDirectory(Path.Combine(SourceTree.Root, "docs", "images")).FullName;
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var window = await chromium.OpenAsync(options => options.ColorScheme = scheme);
            var page = await SignInAsync(window, bridge);
            await SaveAsync("overview");
            await page.GotoAsync(await FindConversationAsync(bridge));
            await SaveAsync("conversation");
            await page.GotoAsync(new Uri(bridge.App.Url, "/admin/dead-letters").AbsoluteUri);
            await SaveAsync("dead-letters");

            async Task SaveAsync(string name)
            {
                await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");
                var path = Path.Combine(folder, $"admin-{name}-{scheme.ToString().ToLowerInvariant()}.png");
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true });
            }
        }
    }

    private static async Task<string> FindConversationAsync(BridgeFixture bridge)
    {
        var found = (await bridge.AdminAsync($"conversations?user={AdminScene.TroubledUser}"))["conversations"]![0]!;
        return new Uri(bridge.App.Url, $"/admin/conversations/{found["id"]}").AbsoluteUri;
    }

    private static async Task<IPage> SignInAsync(IBrowserContext window, BridgeFixture bridge, string path = "/admin")
    {
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri(bridge.App.Url, path).AbsoluteUri);
        await page.GetByLabel("Your name").FillAsync("Ann");
        await page.GetByLabel("Admin key").FillAsync(AdminApi.Key);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Navigation)).ToBeVisibleAsync();
        return page;
    }
}
