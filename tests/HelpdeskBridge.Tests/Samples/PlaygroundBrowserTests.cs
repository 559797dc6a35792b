using HelpdeskBridge.Tests.Browser;
using Microsoft.Playwright;

namespace HelpdeskBridge.Tests.Samples;

/// <summary>The playground's page in a real browser.</summary>
public sealed class PlaygroundBrowserTests(PlaygroundFixture playground, ChromiumFixture chromium)
    : IClassFixture<PlaygroundFixture>, IClassFixture<ChromiumFixture>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1400)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task A_visitor_hands_over_as_a_bot_gives_the_chat_back_as_an_agent_and_rates_it_as_the_client(ColorScheme scheme, int width)
    {
        await using var window = await chromium.OpenAsync(options =>
            (options.ColorScheme, options.ViewportSize) = (scheme, new ViewportSize { Width = width, Height = 900 }));
        var errors = new List<string>();
        window.Console += (_, message) =>
        {
            if (message.Type == "error")
                errors.Add(message.Text);
        };
        var (page, words) = (await window.NewPageAsync(), $"please hurry, {width}");
        await page.GotoAsync(playground.Http.BaseAddress!.AbsoluteUri);

        await page.GetByLabel("E-mail the bot has verified").FillAsync("greta@example.com");
        await page.Locator("#transcript-box summary").ClickAsync();
        await Button("Use an example").ClickAsync();
        await page.GetByLabel("First message").FillAsync(words);
        await CheckAsync("hand-over");
        await Button("Hand over to an agent").ClickAsync();

        // The desk shows who it is, what was said before, and the client's last words.
        await ShowsAsync("#ticket-facts", "Greta Lindqvist · greta@example.com");
        await ShowsAsync("#thread .internal", "Bot: Hello!");
        await ShowsAsync("#thread .client", words);
        await ShowsAsync("#chat-state", "Waiting: number 1 in the queue");
        await page.Locator("#reply-text").FillAsync("The bot can do that.");
        await page.Locator("#reply .primary").ClickAsync();
        await ShowsAsync("#chat-state", "With ");
        await Button("Give back to the bot").ClickAsync();
        await ShowsAsync("#chat-state", "Over: an agent gave the chat back to the bot");

        await page.GetByLabel("Comment", new PageGetByLabelOptions { Exact = true }).First.FillAsync("quick");
        await CheckAsync("rating");
        await Button("4 stars").ClickAsync();
        await ShowsAsync("#rating-thanks", "thank you for 4 of 5 stars");
        await ShowsAsync("#ticket-facts", "★★★★☆");
        await Assertions.Expect(Button("Give back to the bot")).ToBeDisabledAsync();
        await CheckAsync("rated");
        errors.ShouldBeEmpty();

        ILocator Button(string name) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });
        Task ShowsAsync(string where, string text) => Assertions.Expect(page.Locator(where).Filter(new LocatorFilterOptions { HasText = text }).First)
            .ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 60_000 });
        async Task CheckAsync(string state)
        {
            (await Accessibility.FindViolationsAsync(page)).ShouldBeEmpty(state);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, state);
            if (Environment.GetEnvironmentVariable("BRIDGE_TESTS_PICTURES") is { } folder)
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{width}-{state}.png"), FullPage = true });
        }
    }
}
