namespace HelpdeskBridge.RequestTracker.Api;

/// <summary>Names requests by the templates of their paths, for spans and metrics.</summary>
internal static class RequestTrackerOperations
{
    public const string Root = "/REST/2.0";

    private static readonly HashSet<string> Objects = new(StringComparer.Ordinal) { "ticket", "user", "queue", "attachment", "transaction" };

    /// <summary>The path below the interface, with its id replaced. Names of users are ids.</summary>
    public static string GetName(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        var start = path.IndexOf(Root, StringComparison.Ordinal);
        var segments = (start < 0 ? path : path[(start + Root.Length)..]).Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments is [var kind, _, ..] && Objects.Contains(kind))
            segments[1] = "{id}";
        return "/" + string.Join('/', segments);
    }
}
