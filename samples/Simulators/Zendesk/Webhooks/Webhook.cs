namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Where and how changes of tickets are announced.</summary>
/// <param name="Url">The receiver.</param>
/// <param name="Secret">The signing secret, used as text, never decoded.</param>
/// <param name="Form">What is sent.</param>
public sealed record Webhook(Uri Url, string Secret, WebhookForm Form = WebhookForm.EventSubscription);

/// <summary>The two ways Zendesk calls a webhook.</summary>
public enum WebhookForm
{
    /// <summary>One call per event, with Zendesk's own body.</summary>
    EventSubscription,

    /// <summary>One call per update, from a trigger, with a body of our own: ticket id, external id, status.</summary>
    Trigger,
}

/// <summary>What can happen to webhooks on their way. The rates are chances from 0 to 1.</summary>
public sealed class WebhookFaults
{
    /// <summary>The chance of a webhook to be lost.</summary>
    public double DropRate { get; set; }

    /// <summary>The chance of a webhook to arrive twice.</summary>
    public double DuplicateRate { get; set; }

    /// <summary>Whether webhooks overtake each other.</summary>
    public bool Reorder { get; set; }

    internal bool Clean => DropRate == 0 && DuplicateRate == 0 && !Reorder;
}

/// <summary>One webhook and what became of it.</summary>
/// <param name="InvocationId">The id its attempts share.</param>
/// <param name="Event">The event type, or <c>trigger</c>.</param>
/// <param name="TicketId">The ticket it is about.</param>
/// <param name="Body">The bytes that were signed and sent.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="LastStatus">The last status answered; null when nobody answered.</param>
public sealed record WebhookDelivery(
    string InvocationId, string Event, long TicketId, ReadOnlyMemory<byte> Body, int Attempts, WebhookOutcome Outcome, int? LastStatus);

/// <summary>How a webhook ended.</summary>
public enum WebhookOutcome
{
    /// <summary>Answered with a 2xx status.</summary>
    Delivered,

    /// <summary>Given up after an answer that isn't retried, or after the last retry.</summary>
    Failed,

    /// <summary>Lost on purpose, see <see cref="WebhookFaults.DropRate"/>.</summary>
    Dropped,
}
