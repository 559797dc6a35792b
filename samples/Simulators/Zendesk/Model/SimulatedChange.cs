namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>A change of one field of a ticket, as its audits list it.</summary>
/// <param name="AuditId">The id of the audit. Those of later changes and comments are higher.</param>
/// <param name="UpdaterId">Who made the change.</param>
/// <param name="Field">The name of the field, such as <c>status</c> or <c>tags</c>; of a custom field its id.</param>
/// <param name="Value">The new value.</param>
/// <param name="At">The time of the change, with full precision.</param>
public sealed record SimulatedChange(long AuditId, long UpdaterId, string Field, string? Value, DateTimeOffset At);
