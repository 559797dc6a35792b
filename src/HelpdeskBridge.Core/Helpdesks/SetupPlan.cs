namespace HelpdeskBridge.Helpdesks;

/// <summary>Something in the helpdesk that the bridge needs, such as a webhook, or that was made for it.</summary>
/// <param name="Kind">What it is, as people call it: <c>webhook</c>, <c>trigger</c>, <c>ticket field</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Id">The helpdesk's id; null: it does not exist yet.</param>
/// <param name="Properties">What matters about it, by name, as text.</param>
internal sealed record SetupObject(string Kind, string Name, string? Id, IReadOnlyDictionary<string, string> Properties)
{
    /// <summary>Tells it from others of its kind where there can be several, in any letter case as keys of settings do; otherwise empty.</summary>
    public string Key { get; init; } = "";

    /// <summary>Whether the bridge works without it. To make it is something new, and no sign that somebody has deleted it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether both stand for one object of the helpdesk.</summary>
    public bool Matches(SetupObject other) => Kind == other.Kind && Key.Equals(other.Key, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What is to be done with an object.</summary>
internal enum SetupAction
{
    /// <summary>It is as it should be.</summary>
    None,

    /// <summary>It does not exist.</summary>
    Create,

    /// <summary>It differs from what the bridge needs.</summary>
    Change,

    /// <summary>It was made for the bridge, which does not need it any more.</summary>
    Remove,
}

/// <summary>A property that differs.</summary>
/// <param name="Property">Its name.</param>
/// <param name="Actual">What it is; empty: the object has none.</param>
/// <param name="Wanted">What it should be.</param>
internal sealed record SetupDifference(string Property, string Actual, string Wanted);

/// <summary>One line of a plan.</summary>
/// <param name="Action">What is to be done.</param>
/// <param name="Actual">The object as it is; null: there is none.</param>
/// <param name="Wanted">The object as it should be; null: it should not exist.</param>
/// <param name="Differences">The properties that differ, if it is to be changed.</param>
internal sealed record SetupChange(
    SetupAction Action, SetupObject? Actual, SetupObject? Wanted, IReadOnlyList<SetupDifference> Differences)
{
    /// <summary>The object, as it should be where it should exist.</summary>
    public SetupObject Subject => Wanted ?? Actual!;
}

/// <summary>
/// What has to be done so that the helpdesk has what the bridge needs: the difference between what should exist and what exists. Pure.
/// </summary>
/// <param name="Changes">All objects, those that stay as they are included.</param>
internal sealed record SetupPlan(IReadOnlyList<SetupChange> Changes)
{
    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Changes.All(change => change.Action == SetupAction.None);

    /// <summary>
    /// Whether something that was set up before is no longer as it should be. A first setup only creates, and is no drift; but if a part of several
    /// is missing, somebody has deleted it.
    /// </summary>
    public bool HasDrift => Changes.Any(change => change.Actual is not null)
        && Changes.Any(change => change.Action != SetupAction.None && !(change.Action == SetupAction.Create && change.Subject.IsOptional));

    /// <summary>Compares what should exist with what exists for this bridge.</summary>
    /// <param name="wanted">What should exist: at most one object of each kind and key.</param>
    /// <param name="actual">What exists and belongs to this bridge. Of several objects of one kind and key, the first one is kept.</param>
    public static SetupPlan Create(IReadOnlyList<SetupObject> wanted, IReadOnlyList<SetupObject> actual)
    {
        var changes = new List<SetupChange>();
        foreach (var target in wanted)
        {
            var found = actual.Where(target.Matches).ToList();
            changes.Add(found is [] ? new SetupChange(SetupAction.Create, null, target, []) : Compare(found[0], target));
            changes.AddRange(found.Skip(1).Select(Remove));
        }

        changes.AddRange(actual.Where(candidate => !wanted.Any(candidate.Matches)).Select(Remove));
        return new SetupPlan(changes);
    }

    /// <summary>The plan that removes everything that belongs to this bridge.</summary>
    public static SetupPlan CreateRemoval(IReadOnlyList<SetupObject> actual) => new([.. actual.Select(Remove)]);

    private static SetupChange Remove(SetupObject actual) => new(SetupAction.Remove, actual, null, []);

    private static SetupChange Compare(SetupObject actual, SetupObject wanted)
    {
        var differences = (from property in wanted.Properties.Prepend(KeyValuePair.Create("name", wanted.Name))
                           let present = property.Key == "name" ? actual.Name : actual.Properties.GetValueOrDefault(property.Key, "")
                           where present != property.Value
                           select new SetupDifference(property.Key, present, property.Value)).ToList();
        return new SetupChange(
            differences.Count == 0 ? SetupAction.None : SetupAction.Change, actual, wanted with { Id = actual.Id }, differences);
    }
}
