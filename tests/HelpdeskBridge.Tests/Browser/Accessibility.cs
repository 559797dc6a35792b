using System.Text.Json;
using Microsoft.Playwright;

namespace HelpdeskBridge.Tests.Browser;

/// <summary>Looks for what keeps people from using a page, by axe's rules.</summary>
internal static class Accessibility
{
    public static async Task<List<string>> FindViolationsAsync(IPage page)
    {
        // The page's own policy forbids scripts of others, so axe is evaluated from outside.
        using var reader = new StreamReader(typeof(Accessibility).Assembly.GetManifestResourceStream("axe.min.js")!);
        await page.EvaluateAsync(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        var result = await page.EvaluateAsync<JsonElement>("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations");
        return
        [
            .. result.EnumerateArray().SelectMany(violation => violation.GetProperty("nodes").EnumerateArray().Select(
                node => $"{violation.GetProperty("id")}: {node.GetProperty("html")}")),
        ];
    }
}
