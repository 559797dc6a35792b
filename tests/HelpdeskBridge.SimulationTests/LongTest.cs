namespace HelpdeskBridge.SimulationTests;

/// <summary>
/// Marks tests that take minutes. They run only when asked for:
/// <c>dotnet test --project tests/HelpdeskBridge.SimulationTests -- --explicit only --filter-trait "Category=Long"</c>.
/// </summary>
internal static class LongTest
{
    public const string Trait = "Category";
    public const string Long = "Long";
}
