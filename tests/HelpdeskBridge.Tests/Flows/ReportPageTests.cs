using System.Net;
using System.Text.RegularExpressions;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Bridge;
using static HelpdeskBridge.Tests.Flows.AdminSite;
using static HelpdeskBridge.Tests.Flows.StoredChats;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>The page of reports.</summary>
public sealed partial class ReportPageTests
{
    [Fact]
    public async Task By_day_it_has_the_numbers_two_charts_a_table_and_the_same_as_CSV()
    {
        await using var bridge = await StartAsync();
        var session = await SessionAsync(bridge);
        var page = await ReadPageAsync(bridge, "", session);

        page.ShouldContain("30 days in the time zone UTC.");
        page.ShouldContain("3 chats, at most 2 on a day (2026-11-21).");
        page.ShouldContain("Of 3 answered chats, half within 1 min and nine of ten within 2 min.");
        page.ShouldContain("<title>2026-11-21: 2 chats, 1 ended by an agent, 1 by the client</title>");
        page.ShouldContain("<title>2026-11-21: median 1 min, 90 % 2 min</title>");
        page.ShouldContain("aria-current=\"page\">Reports<");
        Svg().Count(page).ShouldBeGreaterThanOrEqualTo(2);
        page.ShouldNotContain("<script");
        Rows().Count(page).ShouldBe(30 + 3);
        GetRow(page, "2026-11-21").ShouldBe(
            ["2", "2", "1 min", "2 min", "1 min 30 s", "8 min", "9 min", "8 min 30 s", "1", "1", "0", "0", "0", "0", "0", "1", "4"]);
        GetRow(page, "All")[0].ShouldBe("3");

        var csv = CsvLink().Match(page).Groups[1].Value;
        (await ReadAsync(bridge, csv, session)).Split("\r\n")
            .Count(line => line.StartsWith("2026-11-21,2,0,2,90,", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task By_agent_each_row_has_a_bar()
    {
        await using var bridge = await StartAsync();
        var page = await ReadPageAsync(bridge, "?by=agent&from=2026-11-20&to=2026-11-23&channel=shop&zone=Europe/Moscow", await SessionAsync(bridge));

        page.ShouldContain("4 days in the time zone Europe/Moscow.");
        page.ShouldContain("<title>77: 2 chats, 1 ended by an agent, 1 by the client</title>");
        page.ShouldContain("<title>(no agent): 1 chat, 1 ended by an agent</title>");
        page.ShouldContain("value=\"Europe/Moscow\"");
        CsvLink().Match(page).Groups[1].Value.ShouldContain("from=2026-11-20&to=2026-11-23&by=agent&channel=shop&zone=Europe%2FMoscow&format=csv");
    }

    [Fact]
    public async Task What_was_typed_wrong_is_named_and_stays_in_the_form()
    {
        await using var bridge = await StartAsync();
        var page = await ReadPageAsync(bridge, "?from=2026-11-24&to=2026-11-23&zone=Mars<script>", await SessionAsync(bridge));

        page.ShouldContain("zone: Must be an IANA time zone such as Europe/Moscow.");
        page.ShouldContain("value=\"2026-11-24\"");
        page.ShouldNotContain("<script");
        page.ShouldNotContain("<svg class=\"columns\"");
    }

    [Fact]
    public async Task Without_chats_it_says_so()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        var session = await SessionAsync(bridge);

        (await ReadPageAsync(bridge, "?by=agent", session)).ShouldContain("There were no chats.");
        (await ReadPageAsync(bridge, "?from=2026-11-23&to=2026-11-23", session)).ShouldContain("No chat was answered.");
    }

    private static async Task<BridgeFixture> StartAsync()
    {
        var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        var later = Create("c2", "2026-11-21T11:00:00Z");
        await SaveAsync(
            bridge,
            Create("c1", "2026-11-21T10:00:00Z") with { AgentId = "77", Rating = new Rating(4, null, default) },
            later with { AgentId = "77", EndedBy = EndedBy.Client, FirstReplyAt = later.OpenedAt.AddMinutes(2) },
            Create("c3", "2026-11-22T10:00:00Z"));
        return bridge;
    }

    private static async Task<string> ReadPageAsync(BridgeFixture bridge, string query, string session)
    {
        var page = await ReadAsync(bridge, $"/admin/reports{query}", session);
        page.ShouldNotContain("style=", customMessage: "the page's policy forbids it");
        return WebUtility.HtmlDecode(page.Replace("&lt;", "‹", StringComparison.Ordinal));
    }

    private static string[] GetRow(string page, string name)
    {
        var row = Rows().Matches(page).Select(match => match.Value).Single(row => row.Contains($"<th scope=\"row\">{name} ", StringComparison.Ordinal)
            || row.Contains($"<th scope=\"row\">{name}<", StringComparison.Ordinal));
        return [.. Cell().Matches(row).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex("<tr>.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Rows();

    [GeneratedRegex("<td class=\"number\">([^<]*)</td>")]
    private static partial Regex Cell();

    [GeneratedRegex("<svg class=\"columns\"")]
    private static partial Regex Svg();

    [GeneratedRegex("<a href=\"([^\"]+)\">CSV</a>")]
    private static partial Regex CsvLink();
}
