using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Helpdesks;

/// <summary>A user of the helpdesk who has one of the values.</summary>
/// <param name="Id">The helpdesk's id.</param>
internal sealed record RequesterCandidate(string Id)
{
    /// <summary>Whether the user is more than a client: an agent, an administrator, a user with rights.</summary>
    public bool IsStaff { get; init; }

    /// <summary>Whether the user is suspended or disabled.</summary>
    public bool IsSuspended { get; init; }

    /// <summary>Whether the value is shared with others, as the phone number of a household is.</summary>
    public bool IsShared { get; init; }

    /// <summary>The user's external id; null: none, or one that the bridge made up.</summary>
    public string? ExternalId { get; init; }
}

/// <summary>
/// Which user of the helpdesk is the requester. It is a pure rule over what was found; there are no other cases than those listed here.
/// </summary>
internal abstract record RequesterMatch
{
    private RequesterMatch()
    {
    }

    /// <summary>This user.</summary>
    internal sealed record Taken(string Id) : RequesterMatch;

    /// <summary>Nobody has any of the values, so a user is made with them.</summary>
    internal sealed record Missing : RequesterMatch;

    /// <summary>The bridge's own user.</summary>
    internal sealed record Refused(RequesterNote Note) : RequesterMatch;

    /// <returns>Null: a user is to be made.</returns>
    public RequesterChoice? ToChoice() => this switch
    {
        Taken taken => new RequesterChoice { Id = taken.Id },
        Refused refused => new RequesterChoice { Note = refused.Note },
        _ => null,
    };

    /// <param name="values">The values.</param>
    /// <param name="found">The users who have them.</param>
    public static RequesterMatch Decide(
        RequesterValues values, IReadOnlyDictionary<RequesterKey, IReadOnlyList<RequesterCandidate>> found)
    {
        if (Refuse(RequesterRefusal.Invalid, values.Invalid) is { } invalid)
            return invalid;
        if (Refuse(RequesterRefusal.Staff, GetKeys(users => users.Any(user => user.IsStaff))) is { } staff)
            return staff;
        if (Refuse(RequesterRefusal.Ambiguous, GetKeys(users => users.Count > 1 || users.Any(user => user.IsShared))) is { } ambiguous)
            return ambiguous;
        if (Refuse(RequesterRefusal.Suspended, GetKeys(users => users.Any(user => user.IsSuspended))) is { } suspended)
            return suspended;
        var users = found.Values.SelectMany(list => list).DistinctBy(user => user.Id).ToList();
        return users switch
        {
            [] => new Missing(),
            [var user] when !IsAnother(user) => new Taken(user.Id),
            _ => new Refused(new RequesterNote(RequesterRefusal.Contradiction, values.Keys)),
        };

        // An external id is one person's. Addresses and numbers a person may have several of.
        bool IsAnother(RequesterCandidate user) =>
            values.ExternalId is { } wanted && user.ExternalId is { } present && wanted != present;

        List<RequesterKey> GetKeys(Func<IReadOnlyList<RequesterCandidate>, bool> which) =>
            [.. found.Where(pair => which(pair.Value)).Select(pair => pair.Key).Order()];
    }

    private static Refused? Refuse(RequesterRefusal reason, IReadOnlyList<RequesterKey> keys) =>
        keys.Count == 0 ? null : new Refused(new RequesterNote(reason, keys));
}
