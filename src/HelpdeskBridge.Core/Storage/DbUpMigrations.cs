using DbUp.Engine;

namespace HelpdeskBridge.Storage;

/// <summary>Runs the migrations of a store, of whichever engine.</summary>
internal static class DbUpMigrations
{
    /// <summary>The names under which the scripts of all engines are embedded. DbUp records them in the store.</summary>
    public static IReadOnlySet<string> Known { get; } = typeof(DbUpMigrations).Assembly.GetManifestResourceNames().ToHashSet();

    /// <returns>The first of the migrations that this version does not know; null: it knows all of them.</returns>
    public static string? FindUnknown(IEnumerable<string> executed) => executed.FirstOrDefault(migration => !Known.Contains(migration));

    /// <exception cref="NewerStoreException">The store has a migration that this version does not know.</exception>
    public static void Run(UpgradeEngine engine, IProgress<MigrationStep>? progress)
    {
        var unknown = engine.GetExecutedButNotDiscoveredScripts();
        if (unknown.Count > 0)
            throw new NewerStoreException(unknown[^1]);
        ReportSteps(engine, progress);
        var result = engine.PerformUpgrade();
        if (!result.Successful)
            throw result.Error;
    }

    /// <summary>A new store is made at once, so only the migrations of one that has data are reported.</summary>
    private static void ReportSteps(UpgradeEngine engine, IProgress<MigrationStep>? progress)
    {
        if (progress is null || engine.GetExecutedScripts().Count == 0)
            return;
        var names = engine.GetScriptsToExecute().ConvertAll(script => script.Name.Split('.')[^2]);
        var executed = 0;
        ReportNext();
        engine.ScriptExecuted += (_, _) =>
        {
            executed++;
            ReportNext();
        };

        void ReportNext()
        {
            if (executed < names.Count)
                progress.Report(new MigrationStep(names[executed], executed + 1, names.Count));
        }
    }
}
