using System.Globalization;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>What a random run does. The seed decides what people, faults and kills do. Only the timing depends on the machine.</summary>
/// <param name="Kills">At least so many kill -9, spread evenly over the messages.</param>
/// <param name="Messages">At least so many messages, both directions together.</param>
/// <param name="Seed">Repeats the plan.</param>
/// <param name="ConcurrentClients">Clients that chat at the same time.</param>
/// <param name="MaxCallsPerClient">
/// After so many calls a client begins nothing new. The service spreads the updates of a lively ticket over Zendesk's window of ten minutes,
/// so that long chats take minutes.
/// </param>
/// <param name="Replicas">How many processes of the service; 1: one with SQLite, more: on PostgreSQL.</param>
internal sealed record RandomRunPlan(int Kills, int Messages, int Seed, int ConcurrentClients = 80, int MaxCallsPerClient = 1000, int Replicas = 1)
{
    /// <summary>The command that repeats the run.</summary>
    public string Command => string.Create(
        CultureInfo.InvariantCulture,
        $"dotnet run --project tests/HelpdeskBridge.CrashTests -- --kills {Kills} --messages {Messages} --seed {Seed}"
        + $" --clients {ConcurrentClients} --calls {MaxCallsPerClient} --replicas {Replicas}");

    /// <returns>False when the arguments ask for no random run.</returns>
    public static bool TryParse(string[] args, out RandomRunPlan plan)
    {
        var kills = GetValue(args, "--kills");
        plan = new RandomRunPlan(
            kills ?? 200,
            GetValue(args, "--messages") ?? 20_000,
            GetValue(args, "--seed") ?? 1,
            GetValue(args, "--clients") ?? 80,
            GetValue(args, "--calls") ?? 1000,
            GetValue(args, "--replicas") ?? 1);
        return kills is not null;
    }

    private static int? GetValue(string[] args, string name) =>
        Array.IndexOf(args, name) is var index and >= 0 && index + 1 < args.Length
            ? int.Parse(args[index + 1], CultureInfo.InvariantCulture)
            : null;
}
