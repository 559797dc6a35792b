namespace HelpdeskBridge.Simulators.Jaicp;

/// <summary>What the bridge answered to a call.</summary>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Body">The body; without an answer the reason.</param>
/// <param name="Took">How long it took.</param>
public sealed record BridgeAnswer(int? Status, string Body, TimeSpan Took)
{
    /// <summary>Answered 200: from here on the bridge is responsible.</summary>
    public bool IsAccepted => Status == 200;
}

/// <summary>An agent group as the bridge offers it.</summary>
public sealed record Destination(string DestinationId, string? Name, bool? HasOnline);

/// <summary>The groups the bridge offers, and the answer they came in.</summary>
public sealed record DestinationsAnswer(BridgeAnswer Answer, IReadOnlyList<Destination> Destinations);

/// <summary>A call the bridge answered 200. Each of them must have its effect at the helpdesk exactly once, in this order per user.</summary>
/// <param name="Number">Place in the order of answers, starting at 1.</param>
/// <param name="Method">The method, such as <c>sendText</c>.</param>
/// <param name="UserId">The client; null for calls about no client.</param>
/// <param name="Text">The text or file name, if the call carried one.</param>
/// <param name="At">When the answer came.</param>
public sealed record AcceptedCall(long Number, string Method, string? UserId, string? Text, DateTimeOffset At);

/// <summary>An agent's file as the platform got it.</summary>
/// <param name="Status">The HTTP status; null when there was no answer, or it broke off.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">Its bytes.</param>
public sealed record FetchedFile(int? Status, string? ContentType, byte[] Content);
