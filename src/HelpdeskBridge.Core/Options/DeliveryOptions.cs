namespace HelpdeskBridge.Options;

/// <summary>Section <c>Delivery</c>: how messages are delivered, and when they are retried.</summary>
public sealed class DeliveryOptions
{
    internal static readonly TimeSpan[] DefaultRetryDelays =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
    ];

    /// <summary>
    /// The delays after the first, second, … failed attempt. The last delay is used for all later attempts. A Retry-After of the other side has
    /// priority.
    /// </summary>
    /// <value>The default is 1 s, 3 s, 10 s, 30 s, 1 min, 2 min, 5 min, 10 min, 30 min, 1 h.</value>
    public TimeSpan[] RetryDelays { get; set; } = [];

    /// <summary>A message that could not be delivered for this time becomes a dead letter.</summary>
    /// <value>The default is 1 day.</value>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// After this time the agent gets an internal note about a delayed message, and the client a notice that no agent has answered yet, if the
    /// channel has a text for that notice.
    /// </summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan NotifyAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one request to JAICP or a helpdesk may take.</summary>
    /// <value>The default is 20 seconds.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
