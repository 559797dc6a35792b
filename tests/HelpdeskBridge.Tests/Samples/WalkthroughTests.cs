using System.Globalization;
using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Flows;
using HelpdeskBridge.Tests.Network;
using HelpdeskBridge.Tests.Repository;
using HelpdeskBridge.Zendesk.Webhooks;

namespace HelpdeskBridge.Tests.Samples;

/// <summary><c>samples/walkthrough.http</c>: every request is sent as an IDE sends it, in order, and has its answer and its effect.</summary>
public sealed class WalkthroughTests
{
    private const string Picture = "\u0089PNG\r\n\u001a\n and more";

    private static readonly string FilePath = Path.Combine(SourceTree.Root, "samples", "walkthrough.http");

    /// <summary>What each request causes, by its name; requests that cause nothing have an effect too: that nothing more was sent.</summary>
    private static readonly Dictionary<string, Func<BridgeFixture, string, Task>> Effects = new()
    {
        ["live"] = NothingAsync,
        ["setWebhook"] = NothingAsync,
        ["getDestinations"] = NothingAsync,
        ["selectDestination"] = NothingAsync,
        ["sendText"] = TicketIsOpenedAsync,
        ["sendFile"] = FileIsAttachedAsync,
        ["agentAnswered"] = AnswerReachesJaicpAsync,
        ["closeChat"] = TicketIsSolvedAsync,
        ["faultyCall"] = NothingAsync,
        ["wrongKey"] = NothingAsync,
        ["unsignedWebhook"] = NothingAsync,
        ["adminStatus"] = StatusCountsNoDeadLettersAsync,
        ["metrics"] = MetricsAreTextAsync,
    };

    [Fact]
    public async Task Every_request_has_the_answer_and_the_effect_that_the_file_tells()
    {
        var file = HttpFile.Read(FilePath);
        file.Requests.Select(request => request.Name).ShouldBe(Effects.Keys);
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok(Picture));
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        bridge.Zendesk.HasGroups((360001234567, "Support"), (360007654321, "Sales"));
        bridge.Zendesk.HasOnline((360001234567, 2), (360007654321, 0));
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.AcceptsUploads();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "It is on its way."));
        bridge.Jaicp.AcceptsEvents();
        await DestinationsCall.AskUntilAsync(bridge, new ListedDestination(360001234567, true), new ListedDestination(360007654321, false));
        var variables = new Dictionary<string, string>(file.Variables)
        {
            ["bridge"] = bridge.App.Url.ToString().TrimEnd('/'),
            ["key"] = BridgeApp.Key,
            ["jaicpWebhook"] = bridge.Jaicp.WebhookUrl,
            ["file"] = host.Url("/receipt.png"),
            ["adminKey"] = AdminApi.Key,
            ["timestamp"] = bridge.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };

        foreach (var request in file.Requests)
        {
            variables["signature"] =
                WebhookSignature.Compute(BridgeApp.WebhookSecret, variables["timestamp"], request.Body?.Fill(variables) ?? []);
            var sent = (bridge.Zendesk.Written.Count, bridge.Jaicp.Received.Count);
            using var response = await bridge.App.Http.SendAsync(HttpFile.Create(request, variables), TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            response.StatusCode.ShouldBe(request.ExpectedStatus, $"{request.Name}: {text}");
            if (request.ExpectedBody.Length > 0)
                text.ShouldBeJson(request.ExpectedBody);
            await Effects[request.Name](bridge, text);
            if (Effects[request.Name] == NothingAsync)
                (bridge.Zendesk.Written.Count, bridge.Jaicp.Received.Count).ShouldBe(sent, request.Name);
        }
    }

    /// <summary>A variable that is used but not set, or set but not used, would confuse whoever changes the file.</summary>
    [Fact]
    public void Every_variable_is_set_and_used()
    {
        var file = HttpFile.Read(FilePath);
        var used = System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(FilePath), @"\{\{([A-Za-z]+)\}\}")
            .Select(match => match.Groups[1].Value).Distinct();

        used.ShouldBe(file.Variables.Keys, ignoreOrder: true);
    }

    private static Task NothingAsync(BridgeFixture bridge, string answer) => Task.CompletedTask;

    private static async Task TicketIsOpenedAsync(BridgeFixture bridge, string answer)
    {
        await bridge.DeliveredAsync("OpenTicket");
        await bridge.DeliveredAsync("ContextNote");

        bridge.Zendesk.Written[0].ShouldBe("Where is my order?");
        var note = bridge.Zendesk.Written[1].ShouldNotBeNull();
        note.ShouldContain("plan: gold");
        note.ShouldContain("\"orderId\": 1042");
        note.ShouldNotContain("score");
        bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket["group_id"]!.GetValue<long>().ShouldBe(360001234567);
    }

    private static async Task FileIsAttachedAsync(BridgeFixture bridge, string answer)
    {
        await bridge.DeliveredAsync("ClientFile");

        bridge.Zendesk.Written[^1].ShouldBe("File from the client: receipt.png");
        bridge.Zendesk.Uploads.Calls.ShouldHaveSingleItem().Bytes.ShouldBe(System.Text.Encoding.Latin1.GetBytes(Picture));
    }

    private static async Task AnswerReachesJaicpAsync(BridgeFixture bridge, string answer)
    {
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage It is on its way."]);
    }

    private static async Task TicketIsSolvedAsync(BridgeFixture bridge, string answer)
    {
        await bridge.DeliveredAsync("ClientLeft");

        var ticket = bridge.Zendesk.Updates.Calls[^1].Ticket;
        ((string)ticket["status"]!).ShouldBe("solved");
        ((bool)ticket["comment"]!["public"]!).ShouldBeFalse();
        bridge.Jaicp.EventSummaries.Count.ShouldBe(1);
    }

    private static Task StatusCountsNoDeadLettersAsync(BridgeFixture bridge, string answer)
    {
        ((int)JsonNode.Parse(answer)!["deadLetters"]!).ShouldBe(0);
        return Task.CompletedTask;
    }

    private static Task MetricsAreTextAsync(BridgeFixture bridge, string answer)
    {
        answer.ShouldContain("# TYPE ");
        return Task.CompletedTask;
    }
}
