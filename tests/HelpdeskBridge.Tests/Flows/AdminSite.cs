using System.Net;
using System.Text.RegularExpressions;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Requests to the admin page, as a browser makes them.</summary>
internal static partial class AdminSite
{
    public const string Cookie = "helpdesk-bridge-admin";

    public static async Task<HttpResponseMessage> SignInAsync(
        BridgeFixture bridge,
        string body,
        string type = "application/x-www-form-urlencoded",
        string? accept = null,
        string root = "",
        (string Name, string Value)? header = null)
    {
        using var http = Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bridge.App.Url, root + "/admin/login"));
        request.Content = new StringContent(body);
        request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        if (header is var (name, value))
            request.Headers.Add(name, value);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<string> SessionAsync(BridgeFixture bridge, string name = "")
    {
        using var response = await SignInAsync(bridge, $"key={AdminApi.Key}&name={Uri.EscapeDataString(name)}");
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    public static async Task<(string Session, string Token)> SessionAndTokenAsync(BridgeFixture bridge, string name = "")
    {
        var session = await SessionAsync(bridge, name);
        return (session, await TokenAsync(bridge, session));
    }

    public static async Task<string> TokenAsync(BridgeFixture bridge, string session) =>
        TokenField().Match(await ReadAsync(bridge, "/admin", session)).Groups[1].Value;

    /// <summary>A page that there is.</summary>
    public static async Task<string> ReadAsync(BridgeFixture bridge, string path, string session)
    {
        using var response = await PageAsync(bridge, WebUtility.HtmlDecode(path), session);
        var page = await response.TextAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, page);
        return page;
    }

    /// <summary>Sends a form of the page, as its button does.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(BridgeFixture bridge, string path, string session, string token)
    {
        using var http = Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bridge.App.Url, path));
        request.Headers.Add("Cookie", session);
        request.Content = new FormUrlEncodedContent([new("csrf", token)]);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a form that is answered with a page.</summary>
    public static async Task<string> SubmitAsync(BridgeFixture bridge, string path, string session, string token)
    {
        using var response = await SendFormAsync(bridge, path, session, token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.TextAsync();
    }

    public static async Task<HttpResponseMessage> PageAsync(BridgeFixture bridge, string path, string? session)
    {
        using var http = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(bridge.App.Url, path));
        if (session is not null)
            request.Headers.Add("Cookie", session);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The facts on the cards of the overview, by the card's name and their own.</summary>
    public static async Task<Dictionary<string, string>> FactsAsync(BridgeFixture bridge, string session)
    {
        var facts = new Dictionary<string, string>();
        foreach (var card in (await ReadAsync(bridge, "/admin", session)).Split("<article").Skip(1))
        {
            var name = CardName().Match(card).Groups[1].Value;
            foreach (var fact in Fact().Matches(card).Cast<Match>())
                facts[$"{name}/{WebUtility.HtmlDecode(fact.Groups[1].Value)}"] = WebUtility.HtmlDecode(fact.Groups[2].Value);
        }

        return facts;
    }

    public static async Task<int> ApiAsync(BridgeFixture bridge, string session)
    {
        using var response = await PageAsync(bridge, "/admin/api/status", session);
        return (int)response.StatusCode;
    }

    public static async Task<int> PostAsync(
        BridgeFixture bridge, string path, string session, string? token = null, string? form = null, (string Name, string Value)? header = null)
    {
        using var http = Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bridge.App.Url, path));
        request.Headers.Add("Cookie", session);
        if (token is not null)
            request.Headers.Add("X-CSRF-Token", token);
        if (form is not null)
            request.Content = new StringContent(form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        if (header is var (name, value))
            request.Headers.Add(name, value);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    private static HttpClient Client() => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    [GeneratedRegex("<h3><span class=\"kind\">[A-Za-z]+</span> ([^<]+)</h3>")]
    private static partial Regex CardName();

    [GeneratedRegex("<dt>([^<]+)</dt>\\s*<dd[^>]*>([^<]*)</dd>")]
    private static partial Regex Fact();

    [GeneratedRegex("name=\"csrf\" value=\"([0-9a-f]+)\"")]
    private static partial Regex TokenField();
}
