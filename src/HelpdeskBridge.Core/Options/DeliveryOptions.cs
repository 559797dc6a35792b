namespace HelpdeskBridge.Options;

/// <summary>Section <c>Delivery</c>: how messages are sent on, and again.</summary>
public sealed class DeliveryOptions
{
    internal static readonly TimeSpan[] DefaultRetryDelays =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
    ];

    /// <summary>Waits after the first, second, … failed attempt; the last one repeats. The other side's Retry-After wins.</summary>
    /// <value>The default is 1 s, 3 s, 10 s, 30 s, 1 min, 2 min, 5 min, 10 min, 30 min, 1 h.</value>
    public TimeSpan[] RetryDelays { get; set; } = [];

    /// <summary>Age at which a message that could not be delivered becomes a dead letter.</summary>
    /// <value>The default is 1 day.</value>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Waiting time after which the agent side is told of a delay, and the client that no agent has answered yet (where that text is set).</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan NotifyAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one request to JAICP or a helpdesk may take.</summary>
    /// <value>The default is 20 seconds.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
