namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The custom fields of tickets.</summary>
internal sealed class TicketFieldStore(IdSequence ids)
{
    private readonly ObjectList<SimulatedTicketField, long> _fields = new(field => field.Id);

    public IReadOnlyList<SimulatedTicketField> All
    {
        get => _fields.All;
        set => _fields.Replace(value);
    }

    public SimulatedTicketField? Find(long id) => _fields.Find(id);

    /// <summary>Adds a field; its id is given.</summary>
    public SimulatedTicketField Add(Func<SimulatedTicketField, SimulatedTicketField> describe) =>
        _fields.Add(describe(new SimulatedTicketField(ids.Next(), "")));

    public SimulatedTicketField Change(long id, Func<SimulatedTicketField, SimulatedTicketField> change) => _fields.Change(id, change);

    public void Delete(long id) => _fields.Delete(id);
}
