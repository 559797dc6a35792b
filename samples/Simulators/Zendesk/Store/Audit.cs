using System.Text.Json;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>An accepted change of a ticket. Both the response to the API client and the webhooks are made from it.</summary>
/// <param name="Id">The audit's id.</param>
/// <param name="Updater">Who made the change; not always the author of the comment.</param>
/// <param name="At">The time of the change, with full precision.</param>
/// <param name="Before">The ticket before the change; null if the change created it.</param>
/// <param name="After">The ticket after the change.</param>
/// <param name="Comment">The comment that was part of the change.</param>
/// <param name="Metadata">What the API client passed as <c>metadata</c>.</param>
internal sealed record Audit(
    long Id, SimulatedUser Updater, DateTimeOffset At,
    SimulatedTicket? Before, SimulatedTicket After,
    SimulatedComment? Comment, JsonElement? Metadata)
{
    public bool HasChanged<T>(Func<SimulatedTicket, T> field) =>
        Before is not null && !EqualityComparer<T>.Default.Equals(field(Before), field(After));

    /// <summary>What was changed; nothing when the ticket was created.</summary>
    public IEnumerable<SimulatedChange> GetChanges() => Before is null
        ? []
        : TicketFields.GetChanges(this).Select(change => new SimulatedChange(Id, Updater.Id, change.Field, change.Value?.ToString(), At));
}
