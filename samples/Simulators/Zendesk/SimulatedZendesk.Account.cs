namespace HelpdeskBridge.Simulators.Zendesk;

/// <content>What administrators do, and what the account refuses.</content>
public sealed partial class SimulatedZendesk
{
    /// <summary>From now on every change of this ticket through the API is refused with 403, until the rule is disposed.</summary>
    public FaultRule RefuseWritesTo(long ticketId) =>
        Faults.Add(FaultMode.Forbidden403, where: request => ZendeskOperation.IsWriteTo(request, ticketId));
}
