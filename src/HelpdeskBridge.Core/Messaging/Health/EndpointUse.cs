namespace HelpdeskBridge.Messaging.Health;

/// <summary>
/// An endpoint, for writing or for reading. The two are judged apart: a helpdesk in maintenance often still answers reads.
/// </summary>
[GenerateSerializer, Immutable, Alias("endpoint-use")]
internal readonly record struct EndpointUse([property: Id(0)] DeliveryEndpoint Endpoint, [property: Id(1)] bool IsRead)
{
    public static EndpointUse Writes(DeliveryEndpoint endpoint) => new(endpoint, IsRead: false);

    public static EndpointUse Reads(string helpdesk) => new(DeliveryEndpoint.Helpdesk(helpdesk), IsRead: true);

    /// <summary>The use in a word, for logs and operators.</summary>
    public string Name => IsRead ? "reading" : "writing";
}
