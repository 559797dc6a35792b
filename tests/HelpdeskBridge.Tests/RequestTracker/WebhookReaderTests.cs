using System.Globalization;
using System.Text;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.RequestTracker.Webhooks;
using HelpdeskBridge.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>What the body of a signed call says.</summary>
public sealed class WebhookReaderTests
{
    private const string Secret = "a-secret-of-the-scrip";

    [Theory]
    [InlineData("""{"ticket_id":17}""", "17")]
    [InlineData("""{"ticket_id":"17","type":"Correspond"}""", "17")]
    [InlineData("""{"ticket_id":"17","\ud83d      ":1}""", "17")]
    public void It_names_the_ticket(string body, string ticket) =>
        Read(Encoding.UTF8.GetBytes(body)).ShouldBe(new WebhookReading.AboutTicket(ticket, false));

    [Theory]
    [InlineData("""{"ticket_id":"\ud83d"}""")]
    [InlineData("""{"ticket_id":"17x"}""")]
    [InlineData("""{"ticket_id":[17]}""")]
    [InlineData("[17]")]
    [InlineData("17,")]
    public void What_names_none_is_unreadable_and_nothing_is_thrown(string body) =>
        Read(Encoding.UTF8.GetBytes(body)).ShouldBeOfType<WebhookReading.Unreadable>();

    [Fact]
    public void A_body_that_is_no_UTF8_is_unreadable() =>
        Read([.. "{\"ticket_id\":\""u8, 0xFF, .. "\"}"u8]).ShouldBeOfType<WebhookReading.Unreadable>();

    private static WebhookReading Read(byte[] body)
    {
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var headers = new HeaderDictionary
        {
            [WebhookReader.SignatureHeader] = WebhookReader.Compute(Secret, timestamp, body),
            [WebhookReader.TimestampHeader] = timestamp,
        };
        using var options = new ServiceCollection()
            .Configure<HelpdeskOptions>("main", helpdesk => helpdesk.WebhookSecrets = [Secret])
            .BuildServiceProvider();
        return new WebhookReader("main", options.GetRequiredService<IOptionsMonitor<HelpdeskOptions>>(), new BridgeClock(TimeProvider.System))
            .Read(headers, body);
    }
}
