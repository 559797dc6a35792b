using HelpdeskBridge.LoadTests.Reports;

namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>How long messages took in one round, and how much of that the simulated systems needed for their answers. In milliseconds.</summary>
internal sealed class LatencyRound
{
    private readonly List<double> _took = [];
    private readonly List<double> _answers = [];
    private readonly List<double> _reach = [];
    private int _reads;

    /// <param name="took">From one end to the other.</param>
    /// <param name="reads">How often the helpdesk was read in between.</param>
    /// <param name="answers">How long a client with nothing else to do waits for the answers to the same reads.</param>
    /// <param name="reach">How long its request needs to reach the receiver.</param>
    public void Add(double took, int reads, double answers, double reach)
    {
        _took.Add(took);
        _answers.Add(answers);
        _reach.Add(reach);
        _reads += reads;
    }

    /// <summary>A row for each condition. Of the figures of the rounds, the medians are shown.</summary>
    public static Table CreateTable(string title, params (string Condition, List<LatencyRound> Rounds)[] rows)
    {
        var table = new Table(title, "condition", "p50 ms", "p99 ms", "reads", "their answers ms", "way ms", "net p50 ms", "net p99 ms");
        foreach (var (condition, rounds) in rows)
        {
            var (p50, p99) = (Median(rounds, round => round._took.Median()), Median(rounds, round => round._took.Share(0.99)));
            var (answers, reach) = (Median(rounds, round => round._answers.Median()), Median(rounds, round => round._reach.Median()));
            table.Add(
                condition,
                Table.Format(p50, 2),
                Table.Format(p99, 2),
                Table.Format(Median(rounds, round => (double)round._reads / round._took.Count), 2),
                Table.Format(answers, 2),
                Table.Format(reach, 2),
                Table.Format(p50 - answers - reach, 2),
                Table.Format(p99 - answers - reach, 2));
        }

        return table;
    }

    private static double Median(List<LatencyRound> rounds, Func<LatencyRound, double> get) => rounds.Select(get).Median();
}
