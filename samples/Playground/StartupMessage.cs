namespace HelpdeskBridge.Playground;

/// <summary>The text in the console at the start: the address to open, and what is running where.</summary>
internal static class StartupMessage
{
    public static void Print(PlaygroundHost playground, string pageUrl) => Console.WriteLine($"""

          Helpdesk Bridge playground

          Open     {pageUrl}

          Running  bridge            {ToText(playground.BridgeUrl)}
                   {DescribeDesk(playground)}
                   JAICP             {ToText(playground.Jaicp.Url)}   (simulated)
                   operators' page   {ToText(playground.AdminUrl)}   sign in with {playground.AdminKey}

          Nothing leaves this machine. Ctrl-C ends everything and removes its data.

        """);

    private static string DescribeDesk(PlaygroundHost playground) => playground.RequestTracker is { } desk
        ? $"Request Tracker   {ToText(desk.Url)}   sign in with {desk.AgentName} {desk.AgentPassword}"
        : $"Zendesk           {ToText(playground.Zendesk.Url)}   (simulated)";

    private static string ToText(Uri url) => url.ToString().TrimEnd('/');
}
