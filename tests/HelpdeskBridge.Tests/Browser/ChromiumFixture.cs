using Microsoft.Playwright;

namespace HelpdeskBridge.Tests.Browser;

/// <summary>
/// A real browser, the machine's own Chromium. Where there is none, the tests are skipped; in CI they fail instead, so that they can't be left out
/// without anybody noticing.
/// </summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private const string DefaultPath = "/usr/bin/chromium";

    /// <summary>Milliseconds. Playwright's own few seconds would judge how busy the machine is.</summary>
    private const float Timeout = 180_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static string ChromiumPath => Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? DefaultPath;

    private static bool IsRequired => Environment.GetEnvironmentVariable("CI") == "true";

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(ChromiumPath))
            return;
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Timeout);
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = ChromiumPath,

            // Tests run as root in containers, where Chromium's sandbox can't. It makes no request of its own.
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync",
            ],
        });
    }

    /// <summary>A new browser window, without cookies.</summary>
    public async Task<IBrowserContext> OpenAsync(Action<BrowserNewContextOptions>? change = null)
    {
        if (_browser is null && IsRequired)
            throw new InvalidOperationException($"There is no Chromium at {ChromiumPath}. CI must install it, or set CHROMIUM_PATH.");
        Assert.SkipWhen(_browser is null, $"There is no Chromium at {ChromiumPath}.");
        var options = new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 900 } };
        change?.Invoke(options);
        var window = await _browser!.NewContextAsync(options);
        window.SetDefaultTimeout(Timeout);
        return window;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
    }
}
