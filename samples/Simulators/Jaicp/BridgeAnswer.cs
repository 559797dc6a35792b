namespace HelpdeskBridge.Simulators.Jaicp;

/// <summary>The bridge's answer to a call.</summary>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Body">The body; without an answer, the reason for that.</param>
/// <param name="Took">How long it took.</param>
public sealed record BridgeAnswer(int? Status, string Body, TimeSpan Took)
{
    /// <summary>True when the answer was 200: from then on the bridge is responsible for the call.</summary>
    public bool IsAccepted => Status == 200;
}

/// <summary>An agent group in the list that the bridge offers.</summary>
public sealed record Destination(string DestinationId, string? Name, bool? HasOnline);

/// <summary>The agent groups that the bridge offers, and the answer that contained them.</summary>
public sealed record DestinationsAnswer(BridgeAnswer Answer, IReadOnlyList<Destination> Destinations);

/// <summary>A call that the bridge answered with 200. Each must take effect at the helpdesk exactly once, and in this order for each user.</summary>
/// <param name="Number">Position in the order of the answers, starting at 1.</param>
/// <param name="Method">The method, such as <c>sendText</c>.</param>
/// <param name="UserId">The client; null for calls that concern no client.</param>
/// <param name="Text">The text or file name, if the call had one.</param>
/// <param name="At">When the answer arrived.</param>
public sealed record AcceptedCall(long Number, string Method, string? UserId, string? Text, DateTimeOffset At);

/// <summary>An agent's file as the platform received it.</summary>
/// <param name="Status">The HTTP status; null when there was no answer or it was incomplete.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">Its bytes.</param>
public sealed record FetchedFile(int? Status, string? ContentType, byte[] Content);
