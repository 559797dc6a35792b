using System.Net;
using System.Net.Http.Headers;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Tests.Simulators;

/// <summary>Pictures that are no attachments, and files behind a sign-in page.</summary>
public sealed class SimulatedFileTests
{
    private static readonly SimulatedZendeskOptions Options = new() { ApiToken = new("bridge@example.com", "token-1") };
    private static readonly AgentFile Picture = new("map.png", "image/png", [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3]);

    [Fact]
    public async Task Pictures_in_the_text_need_not_be_among_the_attachments()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();

        var written = zendesk.AgentReplyEmbedding(
            ticket,
            "Look: ",
            Embedded.Picture(Picture),
            Embedded.ExternalPicture(new Uri("https://example.com/a.png?b=1&c=2"), "a map"),
            Embedded.Emoji("😀"),
            Embedded.Video(new Uri("https://video.example.com/embed/1")));

        var listed = (await client.GetAsync($"/api/v2/tickets/{ticket}/comments?include_inline_images=true&sort=-created_at"))
            .Json.GetProperty("comments")[0];
        listed.GetProperty("attachments").GetArrayLength().ShouldBe(0);
        listed.GetProperty("body").GetString().ShouldBe("Look:");
        var html = WebUtility.HtmlDecode(listed.GetProperty("html_body").GetString())!;
        html.ShouldContain($"src=\"{zendesk.ContentUrl(written.Files.Single())}\"");
        html.ShouldContain("src=\"https://example.com/a.png?b=1&c=2\" alt=\"a map\"");
        html.ShouldContain("alt=\"😀\"");
        html.ShouldContain("<iframe src=\"https://video.example.com/embed/1\"");
        (await GetAsync(zendesk.ContentUrl(written.Files.Single()))).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(SignInPages.WithoutCredentials, true, false)]
    [InlineData(SignInPages.WithCredentials, false, true)]
    public async Task A_sign_in_page_comes_with_200_instead_of_the_file(SignInPages pages, bool without, bool with)
    {
        await using var zendesk = await SimulatedZendesk.StartAsync(Options);
        var address = await AttachAsync(zendesk);
        zendesk.SignInPages = pages;

        IsSignInPage(await GetAsync(address)).ShouldBe(without);
        IsSignInPage(await GetAsync(address, withCredentials: true)).ShouldBe(with);
    }

    [Fact]
    public async Task A_brands_host_shows_its_sign_in_page_to_everybody_and_the_accounts_own_host_has_the_file()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync(Options);
        zendesk.AttachmentsOnBrandHost = true;
        zendesk.SignInPages = SignInPages.OnBrandHost;
        var address = await AttachAsync(zendesk);
        address.Authority.ShouldBe(zendesk.BrandUrl.Authority);

        IsSignInPage(await GetAsync(address)).ShouldBeTrue();
        IsSignInPage(await GetAsync(address, withCredentials: true)).ShouldBeTrue();
        var redirect = await GetAsync(new Uri(zendesk.Url, address.PathAndQuery), withCredentials: true);
        redirect.Location.ShouldNotBeNull().Authority.ShouldBe(zendesk.FileStoreUrl.Authority);
    }

    private static async Task<Uri> AttachAsync(SimulatedZendesk zendesk)
    {
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var comment = zendesk.AgentReplyWithFiles(await client.OpenTicketAsync(), "see", [Picture]);
        return zendesk.ContentUrl(comment.Files.Single());
    }

    private static bool IsSignInPage((HttpStatusCode Status, string? Type, Uri? Location, string Body) answer) =>
        answer is { Status: HttpStatusCode.OK, Type: "text/html" } && answer.Body.Contains("/access/login", StringComparison.Ordinal);

    private static async Task<(HttpStatusCode Status, string? Type, Uri? Location, string Body)> GetAsync(Uri address, bool withCredentials = false)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        if (withCredentials)
        {
            http.DefaultRequestHeaders.Authorization =
                new AuthenticationHeaderValue("Basic", Convert.ToBase64String("bridge@example.com/token:token-1"u8));
        }

        using var answer = await http.GetAsync(address, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Headers.Location, body);
    }
}
