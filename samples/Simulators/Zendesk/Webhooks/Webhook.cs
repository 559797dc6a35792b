namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The address that is called when tickets change.</summary>
/// <param name="Url">The address of the receiver.</param>
/// <param name="Secret">The signing secret. It is used as text and never decoded.</param>
/// <param name="Form">The form of the body.</param>
public sealed record Webhook(Uri Url, string Secret, WebhookForm Form = WebhookForm.EventSubscription);

/// <summary>The two ways in which Zendesk calls a webhook.</summary>
public enum WebhookForm
{
    /// <summary>One call per event, with Zendesk's own body.</summary>
    EventSubscription,

    /// <summary>One call per update, from a trigger, with a body the administrator defines: ticket id, external id, status.</summary>
    Trigger,
}

/// <summary>Faults in the delivery of webhooks. The rates are probabilities from 0 to 1.</summary>
public sealed class WebhookFaults
{
    /// <summary>The probability that a webhook is lost.</summary>
    public double DropRate { get; set; }

    /// <summary>The probability that a webhook arrives twice.</summary>
    public double DuplicateRate { get; set; }

    /// <summary>Whether webhooks are delivered out of order.</summary>
    public bool Reorder { get; set; }

    internal bool IsNone => DropRate == 0 && DuplicateRate == 0 && !Reorder;
}

/// <summary>A webhook and the outcome of its delivery.</summary>
/// <param name="InvocationId">The id that all attempts share.</param>
/// <param name="Event">The event type, or <c>trigger</c>.</param>
/// <param name="TicketId">The ticket that changed.</param>
/// <param name="Body">The bytes that were signed and sent.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="LastStatus">The status of the last answer; null if there was none.</param>
public sealed record WebhookDelivery(
    string InvocationId, string Event, long TicketId, ReadOnlyMemory<byte> Body, int Attempts, WebhookOutcome Outcome, int? LastStatus)
{
    /// <summary>The webhook of the account that was called; null for <see cref="SimulatedZendesk.Webhook"/>.</summary>
    public string? WebhookId { get; init; }

    /// <summary>When it was finished.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>The outcome of a webhook.</summary>
public enum WebhookOutcome
{
    /// <summary>Answered with a 2xx status.</summary>
    Delivered,

    /// <summary>Given up after an answer that is not retried, or after the last retry.</summary>
    Failed,

    /// <summary>Lost on purpose, see <see cref="WebhookFaults.DropRate"/>.</summary>
    Dropped,
}
