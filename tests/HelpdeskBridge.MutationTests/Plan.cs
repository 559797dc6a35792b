using System.Globalization;

namespace HelpdeskBridge.MutationTests;

/// <summary>What a run does.</summary>
/// <param name="Files">Only files with this in their names; null: all.</param>
/// <param name="Mutant">Only this mutant; null: all.</param>
internal sealed record Plan(string? Files, int? Mutant)
{
    /// <returns>Null: the arguments are not for a run.</returns>
    public static Plan? Parse(string[] args)
    {
        var plan = new Plan(null, null);
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
                default:
                    return null;
            }
        }

        return plan;
    }
}
