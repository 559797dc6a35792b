using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;

namespace HelpdeskBridge.RequestTracker.Setup;

/// <summary>What <c>setup init</c> asks about a Request Tracker.</summary>
internal static class RequestTrackerQuestions
{
    /// <summary>Where its own pages begin. People copy the address of the page they are on.</summary>
    private static readonly string[] Pages =
        ["/index.html/", "/Ticket/", "/Search/", "/Dashboards/", "/Prefs/", "/User/", "/Admin/", "/NoAuth/", "/SelfService/", "/REST/"];

    public static readonly InitQuestions All = new(
        HelpdeskKind.RequestTracker,
        "Web address of Request Tracker with its path (https://help.example.com/rt):",
        ToBaseUrl,
        "ApiToken",
        [new("Token", "Authentication token of the bridge's user (Settings, Auth Tokens; it is not shown):", IsSecret: true)],
        "queue",
        HasWebhook: false,
        "setup plan                   prints the rights that the bridge's user needs, for Request Tracker's administrator");

    internal static (string? Value, string? Problem) ToBaseUrl(string answer)
    {
        var address = answer.Contains("://", StringComparison.Ordinal) ? answer : $"https://{answer}";
        if (NetworkRules.ValidateWebAddress(address, out var uri) is not null || uri!.Host.Length == 0)
            return (null, "This is no address such as https://help.example.com/rt.");
        var path = uri.AbsolutePath + (uri.AbsolutePath.EndsWith('/') ? "" : "/");
        var end = Pages.Select(page => path.IndexOf(page, StringComparison.Ordinal)).Where(index => index >= 0).DefaultIfEmpty(path.Length).Min();
        return (uri.GetLeftPart(UriPartial.Authority) + path[..end].TrimEnd('/'), null);
    }
}
