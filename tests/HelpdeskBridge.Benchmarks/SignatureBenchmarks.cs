using System.Text;
using BenchmarkDotNet.Attributes;
using HelpdeskBridge.Zendesk.Webhooks;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Benchmarks;

/// <summary>The check of a webhook's signature, and what is then read of its body.</summary>
public class SignatureBenchmarks
{
    private const string Timestamp = "2026-11-23T10:00:00Z";

    private static readonly DateTimeOffset _now = new(2026, 11, 23, 10, 0, 1, TimeSpan.Zero);
    private static readonly string[] _one = ["a-secret-of-44-characters-as-zendesk-makes-it"];
    private static readonly string[] _two = [.. _one, "the-one-before-of-44-characters-as-zendesk-does"];

    private static readonly byte[] _body = Encoding.UTF8.GetBytes("""
        {"type":"zen:event-type:ticket.comment_added","account_id":22129848,"id":"01968f2c-9d43-7d1c-a4a1-e5b6c12a7e32",
         "time":"2026-11-23T10:00:00.672717030Z","subject":"zen:ticket:5158","zendesk_event_version":"2022-11-06",
         "detail":{"id":"5158","actor_id":"77","external_id":"jaicp:01a207d45e40758083a8209bbc757c2e","status":"OPEN","tags":["jaicp"],
          "assignee_id":"77","group_id":"98738","requester_id":"9001","subject":"Chat with Ann","updated_at":"2026-11-23T10:00:00Z"},
         "event":{"meta":{"sequence":{"id":"01968F2C9D437D1CA4A1E5B6C12A7E32","position":1}},
          "comment":{"id":"8001","is_public":true,"body":"Your order left yesterday.","author":{"id":"77","is_staff":true,"name":"Bob"}}}}
        """);

    private readonly HeaderDictionary _headers = new()
    {
        [WebhookSignature.SignatureHeader] = WebhookSignature.Compute(_one[0], Timestamp, _body),
        [WebhookSignature.TimestampHeader] = Timestamp,
    };

    [Benchmark(Description = "webhook: signature, one secret")]
    public object? CheckOneSecret() => WebhookSignature.Validate(_headers, _body, _one, TimeSpan.FromMinutes(15), _now);

    [Benchmark(Description = "webhook: signature, two secrets")]
    public object? CheckTwoSecrets() => WebhookSignature.Validate(_headers, _body, _two, TimeSpan.FromMinutes(15), _now);

    [Benchmark(Description = "webhook: body of an event")]
    public object ReadBody() => WebhookBody.Read(_body);
}
