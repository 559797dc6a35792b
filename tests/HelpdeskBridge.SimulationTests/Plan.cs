using System.Globalization;

namespace HelpdeskBridge.SimulationTests;

/// <summary>What a run does. With the same plan each run is the same, in every process and on every machine.</summary>
/// <param name="Seed">Chooses everything.</param>
/// <param name="Clients">How many clients chat.</param>
/// <param name="Days">For how many days.</param>
/// <param name="Incidents">How many things go wrong.</param>
internal sealed record Plan(int Seed, int Clients = 12, int Days = 2, int Incidents = 40)
{
    /// <summary>A planted fault of the service; null: none.</summary>
    public string? Mutation { get; init; }

    /// <summary>The clients and incidents that take part, such as <c>u3</c> and <c>i7</c>; null: all.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    public bool HasPart(string name) => Only is null || Only.Contains(name);

    public IEnumerable<string> Parts =>
        Enumerable.Range(1, Clients).Select(number => $"u{number}").Concat(Enumerable.Range(1, Incidents).Select(number => $"i{number}"))
            .Where(HasPart);

    public string Arguments => string.Create(CultureInfo.InvariantCulture, $"--seed {Seed} --clients {Clients} --days {Days} --incidents {Incidents}")
        + (Mutation is null ? "" : $" --mutation {Mutation}")
        + (Only is null ? "" : $" --only {string.Join(',', Only)}");

    /// <summary>The command that repeats the run.</summary>
    public string Command => $"dotnet run --project tests/HelpdeskBridge.SimulationTests -- {Arguments}";

    /// <summary>The random numbers of one part, which are the same whatever other parts there are.</summary>
    public Random CreateRandom(int part) => new(unchecked((Seed * 1_000_003) + part));

    public static Plan Parse(IReadOnlyList<string> args) => new(
        GetNumber(args, "--seed", 1), GetNumber(args, "--clients", 12), GetNumber(args, "--days", 2), GetNumber(args, "--incidents", 40))
    {
        Mutation = Get(args, "--mutation"),
        Only = Get(args, "--only")?.Split(',', StringSplitOptions.RemoveEmptyEntries),
    };

    public static string? Get(IReadOnlyList<string> args, string name)
    {
        for (var index = 0; index + 1 < args.Count; index++)
        {
            if (args[index] == name)
                return args[index + 1];
        }

        return null;
    }

    public static int GetNumber(IReadOnlyList<string> args, string name, int otherwise) =>
        Get(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
