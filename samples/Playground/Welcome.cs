namespace HelpdeskBridge.Playground;

/// <summary>What the console says at the start: what runs where, and what to open.</summary>
internal static class Welcome
{
    public static void Print(World world, string pageUrl) => Console.WriteLine($"""

          Helpdesk Bridge playground

          Open     {pageUrl}

          Running  bridge            {Text(world.BridgeUrl)}
                   Zendesk           {Text(world.Zendesk.Url)}   (simulated)
                   JAICP             {Text(world.Jaicp.Url)}   (simulated)

          Nothing leaves this machine. Ctrl-C ends everything and removes its data.

        """);

    private static string Text(Uri url) => url.ToString().TrimEnd('/');
}
