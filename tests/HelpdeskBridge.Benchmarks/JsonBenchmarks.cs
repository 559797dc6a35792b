using System.Text;
using BenchmarkDotNet.Attributes;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Http;
using HelpdeskBridge.Jaicp.Events;

namespace HelpdeskBridge.Benchmarks;

/// <summary>Bodies of the Operator API, events for JAICP, and messages as they are stored.</summary>
public class JsonBenchmarks
{
    private static readonly byte[] _text = Encoding.UTF8.GetBytes("""{"userId":"telegram-123-987654","text":"Where is my order?"}""");

    private static readonly byte[] _handOver = Encoding.UTF8.GetBytes("""
        {"userId":"telegram-123-987654","userName":"Ann","destinationId":"98738","attributes":{"order":4711,"plan":"gold","language":"en"},
         "hiddenAttributes":{"risk":"low"},"customData":{"page":"https://shop.example.com/orders/4711"}}
        """);

    private static readonly JaicpEvent _event = new()
    {
        Id = "01a207d45e40758083a8209bbc757c2e",
        UserId = "telegram-123-987654",
        Type = JaicpEvent.TextMessage,
        Text = "Your order left yesterday.",
        Employee = new JaicpEmployee("77", "Bob", "Marley", "https://acme.zendesk.com/bob.png"),
    };

    private static readonly AgentText _message = new("Your order left yesterday.", new Employee("77", "Bob", "Marley", ""));
    private static readonly string _stored = _message.ToJson();

    [Benchmark(Description = "JSON in: sendText")]
    public string ReadText()
    {
        var fields = CallFields.Parse(_text);
        return fields.GetRequiredText("userId", 1024) + fields.GetRequiredText("text");
    }

    [Benchmark(Description = "JSON in: selectDestination")]
    public object ReadHandOver()
    {
        var fields = CallFields.Parse(_handOver);
        return (fields.GetRequiredText("userId", 1024), fields.GetOptionalText("userName"), fields.GetOptionalText("destinationId"),
            fields.GetJson("attributes"), fields.GetJson("hiddenAttributes"), fields.GetJson("customData"));
    }

    [Benchmark(Description = "JSON out: a text for JAICP")]
    public Task<byte[]> WriteEvent() => JaicpEvent.RefitSettings.ContentSerializer.ToHttpContent(_event).ReadAsByteArrayAsync();

    [Benchmark(Description = "JSON out: a message for the store")]
    public string WriteMessage() => _message.ToJson();

    [Benchmark(Description = "JSON in: a message from the store")]
    public object ReadMessage() => MessageBody.Parse(_stored, Direction.ToJaicp);
}
