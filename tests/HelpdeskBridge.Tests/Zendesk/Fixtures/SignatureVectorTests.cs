using System.Text;
using System.Text.Json;
using HelpdeskBridge.Zendesk.Webhooks;

namespace HelpdeskBridge.Tests.Zendesk.Fixtures;

/// <summary>Signatures published by others, so that ours is not only right by itself.</summary>
public sealed class SignatureVectorTests
{
    private sealed record Vector(string Id, string Secret, string Timestamp, byte[] Body, string Signature);

    [Fact]
    public void Each_published_signature_verifies()
    {
        var vectors = Vectors();

        vectors.Count.ShouldBe(3);
        foreach (var v in vectors)
        {
            WebhookSignature.Compute(v.Secret, v.Timestamp, v.Body).ShouldBe(v.Signature, v.Id);
            WebhookSignature.IsGenuine([v.Secret], v.Signature, v.Timestamp, v.Body).ShouldBeTrue(v.Id);
        }
    }

    [Fact]
    public void A_flipped_byte_of_the_body_does_not() => Refused(v => v with { Body = [.. v.Body[..^1], (byte)(v.Body[^1] ^ 1)] });

    [Fact]
    public void The_same_body_written_anew_does_not() => Refused(v => v with { Body = Rewritten(v.Body) });

    [Fact]
    public void A_timestamp_a_second_later_does_not() => Refused(
        v => v with { Timestamp = v.Timestamp.Replace("1234", "1235", StringComparison.Ordinal).Replace(":27Z", ":28Z", StringComparison.Ordinal) });

    [Fact]
    public void A_signature_without_its_padding_does_not() => Refused(v => v with { Signature = v.Signature.TrimEnd('=') });

    [Fact]
    public void The_secret_decoded_from_Base64_does_not() =>
        Refused(v => v with { Secret = Encoding.UTF8.GetString(Convert.FromBase64String(v.Secret)) });

    private static void Refused(Func<Vector, Vector> change)
    {
        foreach (var v in Vectors().Select(change))
            WebhookSignature.IsGenuine([v.Secret], v.Signature, v.Timestamp, v.Body).ShouldBeFalse(v.Id);
    }

    private static byte[] Rewritten(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        return Encoding.UTF8.GetBytes(json.RootElement.GetRawText().Replace("\":", "\" :", StringComparison.Ordinal));
    }

    private static List<Vector> Vectors() =>
        [.. FixtureFolder.Body("webhooks/signature_vectors.json").GetProperty("vectors").EnumerateArray().Select(v => new Vector(
            v.GetProperty("id").GetString()!,
            v.GetProperty("secret").GetString()!,
            v.GetProperty("timestamp").GetString()!,
            v.TryGetProperty("body_file", out var file)
                ? FixtureFolder.Bytes($"webhooks/{file.GetString()}")
                : Encoding.UTF8.GetBytes(v.GetProperty("body").GetString()!),
            v.GetProperty("signature").GetString()!))];
}
