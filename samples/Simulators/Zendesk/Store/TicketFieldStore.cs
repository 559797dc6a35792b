namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The custom fields of tickets.</summary>
internal sealed class TicketFieldStore(IdSequence ids)
{
    private readonly Lock _gate = new();
    private readonly List<SimulatedTicketField> _fields = [];

    public IReadOnlyList<SimulatedTicketField> All
    {
        get
        {
            lock (_gate)
                return [.. _fields];
        }

        set
        {
            lock (_gate)
            {
                _fields.Clear();
                _fields.AddRange(value);
            }
        }
    }

    public SimulatedTicketField? Find(long id) => All.FirstOrDefault(field => field.Id == id);

    /// <summary>Adds a field; its id is given.</summary>
    public SimulatedTicketField Add(Func<SimulatedTicketField, SimulatedTicketField> describe)
    {
        var field = describe(new SimulatedTicketField(ids.Next(), ""));
        lock (_gate)
            _fields.Add(field);
        return field;
    }

    public SimulatedTicketField Change(long id, Func<SimulatedTicketField, SimulatedTicketField> change)
    {
        lock (_gate)
        {
            var index = _fields.FindIndex(field => field.Id == id);
            return index < 0 ? throw ZendeskApiException.NotFound() : _fields[index] = change(_fields[index]);
        }
    }

    public void Delete(long id)
    {
        lock (_gate)
        {
            if (_fields.RemoveAll(field => field.Id == id) == 0)
                throw ZendeskApiException.NotFound();
        }
    }
}
