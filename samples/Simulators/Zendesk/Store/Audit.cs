using System.Text.Json;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>One accepted change of a ticket. The answer to the writer and the webhooks are both read from it.</summary>
/// <param name="Id">The audit's id.</param>
/// <param name="Updater">Who made the change; not always the author of the comment.</param>
/// <param name="At">When, to full precision.</param>
/// <param name="Before">The ticket before; null when this change created it.</param>
/// <param name="After">The ticket after.</param>
/// <param name="Comment">The comment that came with it.</param>
/// <param name="Metadata">What the writer gave as <c>metadata</c>.</param>
internal sealed record Audit(
    long Id, SimulatedUser Updater, DateTimeOffset At,
    SimulatedTicket? Before, SimulatedTicket After,
    SimulatedComment? Comment, JsonElement? Metadata)
{
    public bool Changed<T>(Func<SimulatedTicket, T> field) =>
        Before is not null && !EqualityComparer<T>.Default.Equals(field(Before), field(After));
}
