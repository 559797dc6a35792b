using System.CommandLine;
using HelpdeskBridge.Attachments;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Copying;
using HelpdeskBridge.Storage.PostgreSql;
using HelpdeskBridge.Storage.Sqlite;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Hosting;

/// <summary>
/// <c>-- migrate-store --to CONNECTION</c>: copies the SQLite store that the settings name into an empty PostgreSQL one (<see cref="StoreCopy"/>).
/// The service must not run meanwhile. Only the section <c>Storage</c> has to be valid.
/// </summary>
internal static class MigrateStoreCommand
{
    public static Command Create()
    {
        var to = new Option<string>("--to")
        {
            Required = true,
            Description = "The connection string of an empty PostgreSQL database: \"Host=db;Database=bridge;Username=bridge;Password=…\".",
        };
        var migrate = new Command(
            "migrate-store",
            "Copies a SQLite store into an empty PostgreSQL one, and compares both. The service must be stopped. Exit code 0, or 1.") { to };
        migrate.TreatUnmatchedTokensAsErrors = false;
        migrate.SetAction((parsed, cancellationToken) => RunAsync([.. parsed.UnmatchedTokens], parsed.GetRequiredValue(to), cancellationToken));
        return migrate;
    }

    private static async Task<int> RunAsync(string[] settings, string target, CancellationToken cancellationToken)
    {
        if (await ReadAsync(settings) is not { } storage)
            return ExitCodes.StoreUnavailable;
        if (PostgreSqlConnections.Validate(target) is { } problem)
            return await FailAsync($"--to: {problem}.");
        var into = new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = target };
        try
        {
            await CopyAsync(storage, into, cancellationToken);
            return ExitCodes.Success;
        }
        catch (Exception e) when (e is StoreCopyException or UnusableStoreException or IOException or UnauthorizedAccessException)
        {
            return await FailAsync(e.Message);
        }
        catch (StoreUnavailableException e)
        {
            return await FailAsync($"One of the stores can't be used now. {e.Reason}");
        }
        catch (OperationCanceledException)
        {
            return await FailAsync("Cancelled. The next run goes on where this one was.");
        }
    }

    private static async Task CopyAsync(StorageOptions storage, StorageOptions into, CancellationToken cancellationToken)
    {
        var name = StoreInspection.GetName(into);
        await using var copy = await StoreCopy.BeginAsync(
            storage, into.ConnectionString, new BridgeClock(TimeProvider.System), cancellationToken);
        if (copy.IsComplete)
        {
            await Console.Out.WriteLineAsync($"{name} has the complete copy of this store already. Nothing was done.");
            return;
        }

        if (copy.IsResumed)
            await Console.Error.WriteLineAsync("An earlier run was interrupted. This one goes on where it was.");
        var progress = WorkProgress.ForCommand();
        await progress.RunAsync("Copying the store", fraction => copy.CopyAsync(fraction, cancellationToken));
        var rows = await progress.RunAsync("Comparing the copy with the store", fraction => copy.VerifyAsync(fraction, cancellationToken));
        var files = await progress.RunAsync(
            "Copying the clients' files that wait for their ticket", fraction => CopyFilesAsync(storage, into, fraction, cancellationToken));
        await progress.RunAsync("Completing the copy", _ => copy.CompleteAsync(cancellationToken));
        await PrintAsync(name, rows, files);
    }

    private static async Task<int> CopyFilesAsync(
        StorageOptions storage, StorageOptions into, IProgress<double> progress, CancellationToken cancellationToken)
    {
        await using var connections = new PostgreSqlConnections(into.ConnectionString);
        return await AttachmentsSetup.CreateSpool(storage).CopyToAsync(new PostgreSqlClientFiles(connections), progress, cancellationToken);
    }

    /// <returns>Null: there is nothing to copy, which has been said.</returns>
    private static async Task<StorageOptions?> ReadAsync(string[] settings)
    {
        if (await StorageSettings.ReadAsync(settings) is not { } storage)
            return null;
        if (storage.Provider != StorageProvider.Sqlite)
            await FailAsync("Storage:Provider is PostgreSql already. The settings must still name the SQLite store that is to be copied.");
        else if (!SqliteStoreFile.Exists(storage.ConnectionString))
            await FailAsync("There is no store where Storage:ConnectionString says.");
        else
            return storage;
        return null;
    }

    private static async Task<int> FailAsync(string reason)
    {
        await Console.Error.WriteLineAsync($"{reason} The store was not moved.");
        return ExitCodes.StoreUnavailable;
    }

    private static async Task PrintAsync(string name, long rows, int files)
    {
        await Console.Out.WriteLineAsync($"Copied into {name} and compared: {rows} rows.");
        if (files > 0)
            await Console.Out.WriteLineAsync($"Clients' files that are not in a ticket yet are in it as well: {files}.");
        await Console.Out.WriteLineAsync(
            "Now set Storage:Provider to PostgreSql and Storage:ConnectionString to what --to was, and start the service. "
            + "The SQLite store is unchanged: do not start the service on it any more, and keep it as you keep backups.");
    }
}
