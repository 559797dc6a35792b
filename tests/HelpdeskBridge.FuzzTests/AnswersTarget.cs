using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.FuzzTests;

/// <summary>
/// The whole service between a simulated JAICP and a simulated Zendesk whose answers are broken on their way. Whatever they say, nothing
/// that was accepted is lost: when the answers are right again, each message is on the other side or is a dead letter with a reason.
/// </summary>
internal static class AnswersTarget
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <param name="messages">Messages each way.</param>
    /// <param name="seed">Makes the same changes again.</param>
    public static async Task<Seen> RunAsync(int messages, int seed)
    {
        var (findings, start) = (new List<Finding>(), Stopwatch.GetTimestamp());
        await using var zendesk = await SimulatedZendesk.StartAsync();
        await using var jaicp = await SimulatedJaicp.StartAsync();
        await using var toZendesk = await BreakingProxy.StartAsync(zendesk.Url, seed);
        await using var toJaicp = await BreakingProxy.StartAsync(jaicp.Url, seed + 1);
        await using var bridge = await FuzzedBridge.StartAsync(
            toZendesk.Url,
            zendesk.Groups[0].Id.ToString(CultureInfo.InvariantCulture),
            ("Helpdesks:main:Feed", "Poll"), ("Helpdesks:main:PollEvery", "00:00:00.500"), ("Delivery:RequestTimeout", "00:00:02"),
            ("Helpdesks:main:LateWriteWindow", "00:00:00.500"),
            ("Delivery:RetryDelays:0", "00:00:00.050"), ("Channels:shop:Ticket:WaitForFirstMessage", "00:00:00"),
            ("Channels:shop:WebhookUrl", new Uri(toJaicp.Url, jaicp.WebhookUrl.PathAndQuery).AbsoluteUri));
        using var http = new HttpClient();
        var (texts, replies) = (new List<string>(), new List<string>());
        for (var i = 0; i < messages; i++)
        {
            var (user, text) = ($"user-{i % 20}", $"text-{i}-of-the-client");
            using var answer =
                await http.PostAsJsonAsync(new Uri(bridge.Url, $"/operator/shop/{FuzzedBridge.Key}/sendText"), new { userId = user, text });
            if (answer.IsSuccessStatusCode)
                texts.Add(text);
            else
                findings.Add(new Finding("helpdesk answers", i, $"A call was answered {answer.StatusCode}", []));
            if (zendesk.Tickets is { Count: > 0 } tickets)
            {
                replies.Add($"reply-{i}-of-the-agent");
                zendesk.AgentReply(tickets[i % tickets.Count].Id, replies[^1]);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        (toZendesk.IsBroken, toJaicp.IsBroken) = (false, false);
        var missing = await MissingAsync(http, bridge, zendesk, jaicp, texts, replies);
        findings.AddRange(missing.Select(text => new Finding("helpdesk answers", 0, $"Lost: {text}", [])));
        return new Seen("helpdesk answers", toZendesk.Broken + toJaicp.Broken, Stopwatch.GetElapsedTime(start).TotalSeconds, findings);
    }

    private static async Task<List<string>> MissingAsync(
        HttpClient http, FuzzedBridge bridge, SimulatedZendesk zendesk, SimulatedJaicp jaicp, List<string> texts, List<string> replies)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            var written = string.Join('\n', zendesk.Tickets.SelectMany(ticket => zendesk.Comments(ticket.Id)).Select(comment => comment.ToString()));
            var eventTexts = string.Join('\n', jaicp.Events.Select(received => received.ToString()));
            var dead = await DeadAsync(http, bridge);
            List<string> missing = [.. texts.Where(text => !written.Contains(text, StringComparison.Ordinal)),
                .. replies.Where(reply => !eventTexts.Contains(reply, StringComparison.Ordinal) && !IsReturned(written, reply))];

            // What was given up is no loss: it is listed, with its reason, and can be sent again.
            if (missing.Count <= dead || Stopwatch.GetElapsedTime(begun) > Patience)
                return missing.Count <= dead ? [] : missing;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    /// <summary>
    /// An answer may also lie that the ticket is over; then a note says that the client has left, and quotes what was not delivered.
    /// </summary>
    private static bool IsReturned(string written, string reply) =>
        written.IndexOf(reply, StringComparison.Ordinal) != written.LastIndexOf(reply, StringComparison.Ordinal);

    private static async Task<int> DeadAsync(HttpClient http, FuzzedBridge bridge)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(bridge.Url, "/admin/api/status"));
        request.Headers.Authorization = new("Bearer", FuzzedBridge.AdminKey);
        using var answer = await http.SendAsync(request);
        return (int)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["deadLetters"]!;
    }
}
