using System.Globalization;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>What a run shall do. The seed decides on everything people, faults and kills do; only the timing is the machine's.</summary>
/// <param name="Kills">At least so many kill -9.</param>
/// <param name="Messages">At least so many messages, both directions together.</param>
/// <param name="Seed">Repeats the plan.</param>
/// <param name="AtOnce">Clients that chat at the same time.</param>
internal sealed record CrashPlan(int Kills, int Messages, int Seed, int AtOnce = 80)
{
    /// <summary>The command that repeats it.</summary>
    public string Command => string.Create(
        CultureInfo.InvariantCulture, $"dotnet run --project tests/HelpdeskBridge.CrashTests -- --kills {Kills} --messages {Messages} --seed {Seed}");

    public static bool TryParse(string[] args, out CrashPlan plan)
    {
        plan = new CrashPlan(Value(args, "--kills") ?? 200, Value(args, "--messages") ?? 20_000, Value(args, "--seed") ?? 1);
        return Value(args, "--kills") is not null;
    }

    private static int? Value(string[] args, string name) =>
        Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : null;
}
