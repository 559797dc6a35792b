using System.Text;
using HelpdeskBridge.Tests.Conversations;
using HelpdeskBridge.Zendesk.Webhooks;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Tests.Zendesk;

/// <summary>Whether a webhook call is genuine and of now. The published vectors are in Fixtures/SignatureVectorTests.</summary>
public sealed class WebhookSignatureTests
{
    private const string Secret = "dGVzdHNlY3JldA==";
    private const string Timestamp = "2026-11-23T10:00:00Z";
    private const string MissingHeaders = "The signature headers are missing.";
    private const string WrongSignature = "The signature does not match a configured secret.";
    private const string NoTime = "The signature's timestamp is not a valid time.";
    private const string TooFar = "The signature's timestamp is too far from now.";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\n   \"subject\": \"Grüße\"\n}\n");
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(15);

    [Fact]
    public void A_genuine_call_of_now_is_taken() => Validate().ShouldBeNull();

    [Theory]
    [InlineData("-00:15:00", null)]
    [InlineData("00:15:00", null)]
    [InlineData("-00:15:01", TooFar)]
    [InlineData("00:15:01", TooFar)]
    [InlineData("-365.00:00:00", TooFar)]
    public void The_timestamp_may_be_as_far_from_now_as_set_past_or_future(string fromNow, string? why) =>
        Validate(now: ConversationFixture.Start - TimeSpan.Parse(fromNow, null)).ShouldBe(why);

    [Theory]
    [InlineData("2026-11-23T10:00:00Z", null)]
    [InlineData("2026-11-23T10:00:00.123456789Z", null)]
    [InlineData("2026-11-23T13:00:00+03:00", null)]
    [InlineData("2026-11-23T10:00:00", null)]
    [InlineData("2026-11-23T13:00:00Z", TooFar)]
    [InlineData("yesterday", NoTime)]
    [InlineData("1764000000", NoTime)]
    public void Timestamps_without_an_offset_are_UTC(string timestamp, string? why) => Validate(timestamp: timestamp).ShouldBe(why);

    [Fact]
    public void Missing_headers_are_refused()
    {
        WebhookSignature.Validate(new HeaderDictionary(), Body, [Secret], Tolerance, ConversationFixture.Start).ShouldBe(MissingHeaders);
        WebhookSignature.Validate(new HeaderDictionary { [WebhookSignature.TimestampHeader] = Timestamp }, Body, [Secret], Tolerance,
            ConversationFixture.Start).ShouldBe(MissingHeaders);
        WebhookSignature.Validate(new HeaderDictionary { [WebhookSignature.SignatureHeader] = "x" }, Body, [Secret], Tolerance,
            ConversationFixture.Start).ShouldBe(MissingHeaders);
    }

    [Fact]
    public void The_current_and_the_previous_secret_are_taken_and_no_other()
    {
        Validate(secrets: ["new", Secret]).ShouldBeNull();
        Validate(secrets: [Secret, "old"]).ShouldBeNull();
        Validate(secrets: ["new", "old"]).ShouldBe(WrongSignature);
        Validate(secrets: []).ShouldBe(WrongSignature);
    }

    [Theory]
    [InlineData("a byte of the body flipped")]
    [InlineData("the body written anew")]
    [InlineData("the timestamp a second later")]
    [InlineData("the padding left out")]
    [InlineData("the secret decoded from Base64")]
    [InlineData("hexadecimal instead of Base64")]
    [InlineData("another letter case")]
    [InlineData("twice")]
    public void A_signature_that_differs_is_refused(string how)
    {
        var signature = WebhookSignature.Compute(Secret, Timestamp, Body);
        var (given, timestamp, body) = how switch
        {
            "a byte of the body flipped" => (signature, Timestamp, [.. Body[..^1], (byte)(Body[^1] ^ 1)]),
            "the body written anew" => (signature, Timestamp, Encoding.UTF8.GetBytes("{\"subject\":\"Grüße\"}")),
            "the timestamp a second later" => (signature, "2026-11-23T10:00:01Z", Body),
            "the padding left out" => (signature.TrimEnd('='), Timestamp, Body),
            "the secret decoded from Base64" => (WebhookSignature.Compute("testsecret", Timestamp, Body), Timestamp, Body),
            "hexadecimal instead of Base64" => (Convert.ToHexString(Convert.FromBase64String(signature)), Timestamp, Body),
            "another letter case" => (signature.ToLowerInvariant(), Timestamp, Body),
            _ => ($"{signature},{signature}", Timestamp, Body),
        };

        Validate(given, timestamp, body).ShouldBe(WrongSignature);
    }

    private static string? Validate(
        string? signature = null, string timestamp = Timestamp, byte[]? body = null, string[]? secrets = null, DateTimeOffset? now = null)
    {
        var headers = new HeaderDictionary
        {
            [WebhookSignature.SignatureHeader] = signature ?? WebhookSignature.Compute(Secret, timestamp, Body),
            [WebhookSignature.TimestampHeader] = timestamp,
        };
        return WebhookSignature.Validate(headers, body ?? Body, secrets ?? [Secret], Tolerance, now ?? ConversationFixture.Start);
    }
}
