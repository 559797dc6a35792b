using HelpdeskBridge.MutationTests.Mutants;

namespace HelpdeskBridge.MutationTests;

/// <summary>Mutants that no test can notice, and why. They are run all the same, and lower the score.</summary>
internal static class Equivalents
{
    private const string Culture = "the program runs without cultures (InvariantGlobalization)";
    private const string Equal = "of two equal values either may be taken";

    /// <summary>The line has this code, in which something is changed.</summary>
    private static readonly (string File, string Code, string Before, string After, string Reason)[] Known =
    [
        ("AgentRules.cs", "overdue.Position?.ToString", "CultureInfo.InvariantCulture", "", Culture),
        ("ZendeskFailure.cs", "((int)status).ToString", "CultureInfo.InvariantCulture", "", Culture),
        ("ZendeskFailure.cs", "name.StartsWith(", "StringComparison.Ordinal", "", Culture),
        ("EscalationRules.cs", "dueAt < moment.Now + LongestWait", "<", "<=", Equal),
        ("RetryPolicy.cs", "one < other", "<", "<=", Equal),
        ("RetryPolicy.cs", "delay < MaxRetryAfter", "<", "<=", Equal),
        ("EndpointHealth.cs", "if (FindObstacle(attempt)", "FindObstacle(attempt) is { } obstacle",
            "(FindObstacle(attempt) is { } obstacle) && false", "the report has the same answer; this only spares the cluster the question"),
        ("EndpointState.cs", "retryAfter > delay", ">", ">=", Equal),
        ("EndpointState.cs", "known.Count > MaxKnownFailing", ">", ">=", "of a thousand objects none is one too many"),
        ("RequestTrackerFailureTable.cs", "GetScope(RequestTrackerFailure failure)", "true", "false",
            "a ticket that is gone and a refusal are both the fault of one object"),
        ("ZendeskFailure.cs", "text.Length > MaxCharactersOfCode", ">", ">=", "the first sixty characters of sixty are all of them"),
        ("ZendeskFailure.cs", "return json.RootElement.ValueKind",
            "json.RootElement.ValueKind == JsonValueKind.Object ? failure.With(json.RootElement) : failure",
            "(failure.With(json.RootElement))", "JSON that is no object has no members: that is an exception, with the same result"),
    ];

    /// <returns>Why no test can notice it; null: a test should.</returns>
    public static string? Find(Mutant mutant) => Known
        .Where(known => Path.GetFileName(mutant.File) == known.File && mutant.Code.Contains(known.Code, StringComparison.Ordinal)
            && (mutant.Change.Before, mutant.Change.After) == (known.Before, known.After))
        .Select(known => known.Reason).FirstOrDefault();
}
