using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Tests.Zendesk;

/// <summary>Spans and metrics name requests by templates. Nothing of an address that differs from one request to another is in them.</summary>
public sealed class ZendeskOperationsTests
{
    [Theory]
    [InlineData("/api/v2/tickets/501?include=users", "/api/v2/tickets/{id}")]
    [InlineData("/api/v2/tickets/501/comments?page%5Bsize%5D=100", "/api/v2/tickets/{id}/comments")]
    [InlineData("/api/v2/tickets?external_id=shop%2Ftelegram-1", "/api/v2/tickets")]
    [InlineData("/api/v2/tickets/show_many?ids=1,2", "/api/v2/tickets/show_many")]
    [InlineData("/api/v2/account_groups/availability/360001234567", "/api/v2/account_groups/availability/{id}")]
    [InlineData("/api/v2/business_hours/schedules/7/holidays", "/api/v2/business_hours/schedules/{id}/holidays")]
    [InlineData("/api/v2/uploads?filename=passport.png", "/api/v2/uploads")]
    [InlineData("/api/v2/webhooks/01JDC2V9Z1W8M4T0QH5B3N7KXR/signing_secret", "/api/v2/webhooks/{id}/signing_secret")]
    [InlineData("/oauth/tokens", "/oauth/tokens")]
    public void A_request_is_named_by_the_template_of_its_path(string address, string name) => GetName(address).ShouldBe(name);

    [Theory]
    [InlineData("/attachments/token/Ab12Cd/?name=passport.png")]
    [InlineData("/api/v2/attachments/123/passport.png")]
    [InlineData("/api/v2/tickets/Ab12Cd")]
    [InlineData("/")]
    public void Any_other_path_has_a_name_without_anything_of_it(string address) => GetName(address).ShouldBe("attachment");

    private static string GetName(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri("https://acme.zendesk.com"), address));
        return ZendeskOperations.GetName(request);
    }
}
