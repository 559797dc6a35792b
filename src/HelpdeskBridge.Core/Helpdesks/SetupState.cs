namespace HelpdeskBridge.Helpdesks;

/// <summary>What is known about the set-up of an account.</summary>
internal enum SetupStatus
{
    /// <summary>It was not looked at since the start.</summary>
    NotChecked,

    /// <summary>It is as the bridge needs it.</summary>
    AsNeeded,

    /// <summary>Something is missing, or somebody has changed it: drift.</summary>
    Changed,

    /// <summary>It can't be read.</summary>
    NotKnown,
}

/// <summary>Whether what <c>setup</c> makes in an account is still there as the bridge needs it, when it was last looked at.</summary>
/// <param name="Status">What is known.</param>
/// <param name="Detail">What has changed, or why it is not known. It contains no secret, and nothing of a ticket.</param>
internal sealed record SetupState(SetupStatus Status, string Detail = "")
{
    /// <summary>The property that says whether an object is in use. It is worth a word of its own.</summary>
    private const string StatusProperty = "status";

    public static readonly SetupState NotChecked = new(SetupStatus.NotChecked);

    /// <summary>The state in words, for operators.</summary>
    public string InWords => Status switch
    {
        SetupStatus.NotChecked => "not checked yet",
        SetupStatus.AsNeeded => "as needed",
        SetupStatus.Changed => $"changed: {Detail} (\"setup plan\" shows the difference)",
        _ => $"not known: {Detail}",
    };

    public static SetupState NotKnown(string reason) => new(SetupStatus.NotKnown, reason);

    /// <summary>
    /// Judges what was read. Here a webhook that is missing has changed, too: the service runs, so it was there, or should have been.
    /// </summary>
    public static SetupState Create(SetupReading reading)
    {
        var changes = reading.IsMadeByHand ? GetStatusesOnly(reading.Plan.Changes) : reading.Plan.Changes;
        List<string> found = [.. changes.SelectMany(Describe), .. reading.Problems.Select(problem => ToPart(problem.What))];
        return found.Count == 0 ? new(SetupStatus.AsNeeded) : new(SetupStatus.Changed, string.Join("; ", found));
    }

    /// <summary>
    /// Whoever made the webhook by hand chose its name, its events and its trigger. Only that it was switched off is no choice. What is optional was
    /// made by <c>setup</c> in any case.
    /// </summary>
    private static IEnumerable<SetupChange> GetStatusesOnly(IEnumerable<SetupChange> changes) =>
        from change in changes
        where change.Action == SetupAction.Change || change.Subject.IsOptional
        select change.Subject.IsOptional
            ? change
            : change with { Differences = [.. change.Differences.Where(difference => difference.Property == StatusProperty)] };

    private static IEnumerable<string> Describe(SetupChange change)
    {
        var subject = change.Subject.Key.Length == 0 ? change.Subject.Kind : $"{change.Subject.Kind} for {change.Subject.Key}";
        return change.Action switch
        {
            SetupAction.None => [],
            SetupAction.Create => [$"{subject} is missing"],
            SetupAction.Remove => [$"one {subject} too many"],
            _ => Describe(subject, change.Differences),
        };
    }

    private static IEnumerable<string> Describe(string subject, IReadOnlyList<SetupDifference> differences)
    {
        var other = new List<string>();
        foreach (var (property, actual, wanted) in differences)
        {
            if (property == StatusProperty && actual.Length > 0)
                yield return $"{subject} is {actual}";
            else if (wanted == "yes")
                yield return $"{subject} is not {property}";
            else
                other.Add(property);
        }

        if (other.Count > 0)
            yield return $"{subject} was edited ({string.Join(", ", other)})";
    }

    /// <summary>A sentence as part of another one.</summary>
    private static string ToPart(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.');
}
