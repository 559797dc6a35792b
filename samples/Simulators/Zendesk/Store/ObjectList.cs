namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The objects of one kind that an account has, such as its triggers.</summary>
/// <param name="getId">The id of an object.</param>
internal sealed class ObjectList<T, TId>(Func<T, TId> getId)
    where T : class
    where TId : IEquatable<TId>
{
    private readonly Lock _gate = new();
    private readonly List<T> _objects = [];

    public IReadOnlyList<T> All
    {
        get
        {
            lock (_gate)
                return [.. _objects];
        }
    }

    /// <returns>Null: there is no such object.</returns>
    public T? Find(TId id) => All.FirstOrDefault(found => getId(found).Equals(id));

    /// <returns>The object.</returns>
    public T Add(T added)
    {
        lock (_gate)
            _objects.Add(added);
        return added;
    }

    /// <summary>These instead of all others.</summary>
    public void Replace(IEnumerable<T> objects)
    {
        lock (_gate)
        {
            _objects.Clear();
            _objects.AddRange(objects);
        }
    }

    /// <returns>The changed object.</returns>
    /// <exception cref="ZendeskApiException">There is no such object.</exception>
    public T Change(TId id, Func<T, T> change)
    {
        lock (_gate)
        {
            var index = _objects.FindIndex(found => getId(found).Equals(id));
            return index < 0 ? throw ZendeskApiException.NotFound() : _objects[index] = change(_objects[index]);
        }
    }

    /// <exception cref="ZendeskApiException">There is no such object.</exception>
    public void Delete(TId id)
    {
        lock (_gate)
        {
            if (_objects.RemoveAll(found => getId(found).Equals(id)) == 0)
                throw ZendeskApiException.NotFound();
        }
    }
}
