using System.Globalization;

namespace HelpdeskBridge.MutationTests;

/// <summary>What a run does.</summary>
/// <param name="Files">Only files with this in their names; null: all.</param>
/// <param name="Mutant">Only this mutant; null: all.</param>
/// <param name="WithFlows">Whether tests of the whole service run for what the tables did not notice.</param>
internal sealed record Plan(string? Files, int? Mutant, bool WithFlows)
{
    /// <returns>Null: the arguments are not for a run.</returns>
    public static Plan? Parse(string[] args)
    {
        var plan = new Plan(null, null, WithFlows: true);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--file" when i + 1 < args.Length:
                    plan = plan with { Files = args[++i] };
                    break;
                case "--mutant" when i + 1 < args.Length:
                    plan = plan with { Mutant = int.Parse(args[++i], CultureInfo.InvariantCulture) };
                    break;
                case "--tables-only":
                    plan = plan with { WithFlows = false };
                    break;
                default:
                    return null;
            }
        }

        return plan;
    }
}
