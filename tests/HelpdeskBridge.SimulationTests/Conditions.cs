using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.SimulationTests;

/// <summary>What differs from run to run beside what happens: the settings of the service.</summary>
internal sealed record Conditions(ChannelFeatures Features)
{
    /// <summary>Older tickets are forgotten by the service, so agents leave them alone. Null: nothing is forgotten.</summary>
    public TimeSpan? OldestTicket { get; private init; }

    public Dictionary<string, string> Settings { get; private init; } = [];

    public static Conditions Choose(int seed, Random random)
    {
        var features = ChannelFeatures.Choose(seed);
        var settings = new Dictionary<string, string>(features.Settings);

        // Days pass here.
        if (features.ReusesTicket)
            settings["Channels:shop:Close:ReopenWithin"] = "30.00:00:00";
        if (random.Next(4) == 0)
            settings["Helpdesks:main:Feed"] = "Poll";
        if (random.Next(3) == 0)
            settings["Helpdesks:main:RequestsPerMinute"] = "100";

        // A new chat would find no ticket to go on in.
        var forgets = random.Next(3) == 0 && !features.ReusesTicket;
        if (forgets)
            settings["Storage:Retention"] = "20:00:00";
        return new Conditions(features) { Settings = settings, OldestTicket = forgets ? TimeSpan.FromHours(12) : null };
    }
}
