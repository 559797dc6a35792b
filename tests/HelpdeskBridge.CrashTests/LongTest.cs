namespace HelpdeskBridge.CrashTests;

/// <summary>
/// Tests that need minutes of real time. They run only when they are asked for:
/// <c>dotnet test --project tests/HelpdeskBridge.CrashTests -- --explicit only --filter-trait "Category=Long"</c>.
/// </summary>
internal static class LongTest
{
    public const string Trait = "Category";

    /// <summary>A few minutes: CI runs these as well.</summary>
    public const string Long = "Long";

    /// <summary>Run by hand for the figures in <c>docs/reliability.md</c>.</summary>
    public const string Measurement = "Measurement";
}
