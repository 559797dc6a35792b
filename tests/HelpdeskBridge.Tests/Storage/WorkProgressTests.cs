using HelpdeskBridge.Hosting;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;
using HelpdeskBridge.Tests.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>Long work shows how far it is.</summary>
public sealed class WorkProgressTests : IDisposable
{
    private readonly StringWriter _lines = new() { NewLine = "\n" };

    public void Dispose() => _lines.Dispose();

    [Fact]
    public async Task Where_there_is_no_terminal_each_step_is_one_line()
    {
        var progress = new WorkProgress(_lines, terminal: null);

        await progress.RunAsync("Copying", fraction =>
        {
            fraction.Report(0.5);
            return Task.CompletedTask;
        });
        (await progress.RunAsync("Checking", _ => Task.FromResult(7))).ShouldBe(7);

        _lines.ToString().ShouldBe("Copying\nChecking\n");
    }

    [Fact]
    public async Task On_a_terminal_each_step_is_a_bar_with_its_percentage()
    {
        await using var screen = new StringWriter();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(screen),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
        });

        await new WorkProgress(_lines, terminal).RunAsync("Copying [the] store", fraction =>
        {
            fraction.Report(0.5);
            return Task.CompletedTask;
        });

        screen.ToString().ShouldContain("Copying [the] store");
        screen.ToString().ShouldContain("100%");
        _lines.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_migration_of_an_older_store_is_named_before_it_runs_and_those_of_a_new_one_are_not()
    {
        using var old = OldVersionStore.Create("V013");
        var progress = new WorkProgress(_lines, terminal: null);

        await MigrateAsync(old.ConnectionString, progress);
        await MigrateAsync(old.ConnectionString, progress);
        await MigrateAsync(old.ConnectionString.Replace("bridge.db", "new.db", StringComparison.Ordinal), progress);

        var lines = _lines.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe($"Migration 1 of {lines.Length}: V014_Outages");
        lines[^1].ShouldStartWith($"Migration {lines.Length} of {lines.Length}: V");
    }

    private static async Task MigrateAsync(string connectionString, WorkProgress progress)
    {
        await using var database = new SqliteDatabase(
            new StorageOptions { ConnectionString = connectionString }.AsOptions(), NullLogger<SqliteDatabase>.Instance, progress);
        await database.MigrateAsync(TestContext.Current.CancellationToken);
    }
}
