using System.Net;
using System.Net.Http.Headers;
using System.Text;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Tests.Simulators;

public sealed class SimulatedJaicpTests
{
    private const string Good = """
        {"id":"e1","userId":"u1","type":"TextMessage","text":"Hello",
         "employee":{"employeeId":"7","firstName":"Maria","lastName":"","avatarUrl":""}}
        """;

    [Fact]
    public async Task An_event_that_comes_twice_is_in_the_chat_once()
    {
        await using var jaicp = await SimulatedJaicp.StartAsync();

        (await PostAsync(jaicp.WebhookUrl, Good)).ShouldBe(HttpStatusCode.OK);
        (await PostAsync(jaicp.WebhookUrl, Good)).ShouldBe(HttpStatusCode.OK);

        jaicp.AgentTexts("u1").ShouldBe(["Hello"]);
        jaicp.DuplicateEvents.Count.ShouldBe(1);
        jaicp.Violations.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"id\":\"e1\",", "", "id is missing")]
    [InlineData("\"Hello\"", "\" \"", "text is empty")]
    [InlineData("\"lastName\":\"\"", "\"lastName\":null", "lastName is not a string")]
    [InlineData("\"7\"", "7", "employeeId is not a string")]
    [InlineData("TextMessage", "Typing", "unknown type")]
    public async Task An_event_against_the_documentation_is_refused_and_the_reason_kept(string part, string instead, string reason)
    {
        await using var jaicp = await SimulatedJaicp.StartAsync();

        (await PostAsync(jaicp.WebhookUrl, Good.Replace(part, instead, StringComparison.Ordinal))).ShouldBe(HttpStatusCode.BadRequest);

        jaicp.Violations.Single().ShouldContain(reason);
        jaicp.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_journal_holds_no_keys_and_tokens()
    {
        await using var jaicp = await SimulatedJaicp.StartAsync();
        await using var zendesk = await SimulatedZendesk.StartAsync(new() { Journal = jaicp.Journal });
        using var client = await ZendeskClient.SignInAsync(zendesk);
        await PostAsync(jaicp.WebhookUrl, Good);
        await client.GetAsync("/attachments/token/0123456789abcdef/?name=a.txt");

        await Wait.UntilAsync(() => jaicp.Journal.Entries.Count == 3);
        jaicp.Journal.Entries.Select(entry => entry.Path)
            .ShouldBe(["/oauth/tokens", "/chatadapter/chatapi/webhook/operatorapi/…", "/attachments/token/…/?name=a.txt"]);
    }

    [Fact]
    public async Task A_download_leads_to_a_file_store_that_takes_no_credentials()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync(new() { ApiToken = new("bridge@example.com", "token-1") });
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        var file = zendesk.AgentReplyWithFiles(ticket, "see", [new("note.txt", "text/plain", "content"u8.ToArray())]).Files.Single();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        var credentials = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("bridge@example.com/token:token-1"u8));

        var address = new Uri(zendesk.Url, $"/attachments/token/{file.Token}/?name=note.txt");
        using var unsigned = await http.GetAsync(address, TestContext.Current.CancellationToken);
        using var redirect = await http.SendAsync(With(credentials, address), TestContext.Current.CancellationToken);
        var stored = redirect.Headers.Location.ShouldNotBeNull();

        unsigned.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        stored.Authority.ShouldNotBe(zendesk.Url.Authority);
        (await http.GetStringAsync(stored, TestContext.Current.CancellationToken)).ShouldBe("content");
        (await http.SendAsync(With(credentials, stored), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        zendesk.Violations.Count.ShouldBe(1);

        static HttpRequestMessage With(AuthenticationHeaderValue credentials, Uri address) =>
            new(HttpMethod.Get, address) { Headers = { Authorization = credentials } };
    }

    private static async Task<HttpStatusCode> PostAsync(Uri url, string json)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(url, content, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
