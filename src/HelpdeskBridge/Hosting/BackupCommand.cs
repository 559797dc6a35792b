using System.CommandLine;
using System.Runtime.InteropServices;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.PostgreSql;
using HelpdeskBridge.Storage.Sqlite;

namespace HelpdeskBridge.Hosting;

/// <summary>
/// <c>-- backup FILE</c>: a consistent copy of a SQLite store (<see cref="StoreBackup"/>). The service may run meanwhile. Only the section
/// <c>Storage</c> has to be valid, since a backup may be wanted just when the other settings are not.
/// </summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        // System.CommandLine takes an unknown option before FILE for the argument, so the settings are told apart here.
        var tokens = new Argument<string[]>("FILE")
        {
            Description = "The file to write. Its folder must exist, and nothing is overwritten.",
            Arity = ArgumentArity.OneOrMore,
        };
        var backup = new Command("backup", "Writes a consistent copy of a SQLite store, also while the service runs. Exit code 0, or 1.") { tokens };
        backup.SetAction(async (parsed, cancellationToken) =>
        {
            var (files, settings) = Divide(parsed.GetRequiredValue(tokens));
            if (files is [var file])
                return await RunAsync(settings, file, cancellationToken);
            await Console.Error.WriteLineAsync("Name the one file to write: -- backup FILE");
            return ExitCodes.StoreUnavailable;
        });
        return backup;
    }

    /// <summary>Settings are <c>--Key=value</c> or <c>--Key value</c>; everything else is a file.</summary>
    private static (List<string> Files, string[] Settings) Divide(string[] tokens)
    {
        var (files, settings) = (new List<string>(), new List<string>());
        for (var i = 0; i < tokens.Length; i++)
        {
            var isSetting = tokens[i].StartsWith("--", StringComparison.Ordinal);
            (isSetting ? settings : files).Add(tokens[i]);
            if (isSetting && !tokens[i].Contains('=', StringComparison.Ordinal) && i + 1 < tokens.Length)
                settings.Add(tokens[++i]);
        }

        return (files, [.. settings]);
    }

    private static async Task<int> RunAsync(string[] settings, string file, CancellationToken cancellationToken)
    {
        if (await ReadAsync(settings) is not { } storage)
            return ExitCodes.StoreUnavailable;
        var backup = new StoreBackup(file);
        if (backup.FindObstacle() is { } obstacle)
            return await FailAsync(obstacle);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        try
        {
            var result = await backup.CreateAsync(storage, WorkProgress.ForCommand(), cancellation.Token);
            await PrintAsync(file, backup.ClientFiles, result);
            return ExitCodes.Success;
        }
        catch (StoreUnavailableException e)
        {
            return await FailAsync($"The store can't be read, or the copy can't be written: {e.InnerException?.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return await FailAsync(e.Message);
        }
        catch (OperationCanceledException)
        {
            return await FailAsync("Cancelled.");
        }

        // Without this, the process would end at once and leave half a file behind.
        void Cancel(PosixSignalContext signal)
        {
            signal.Cancel = true;
            cancellation.Cancel();
        }
    }

    /// <returns>Null: there is nothing to copy, which has been said.</returns>
    private static async Task<StorageOptions?> ReadAsync(string[] settings)
    {
        if (await StorageSettings.ReadAsync(settings) is not { } storage)
            return null;
        if (storage.Provider == StorageProvider.PostgreSql)
        {
            await FailAsync(
                "The store is in PostgreSQL, whose own pg_dump makes a consistent copy, also while the service runs: "
                + $"{PostgreSqlConnections.GetDumpCommand(storage.ConnectionString, "FILE")} (docs/deploying.md).");
            return null;
        }

        if (SqliteStoreFile.Exists(storage.ConnectionString))
            return storage;
        await FailAsync("There is no store where Storage:ConnectionString says.");
        return null;
    }

    private static async Task<int> FailAsync(string reason)
    {
        await Console.Error.WriteLineAsync($"{reason} There is no backup.");
        return ExitCodes.StoreUnavailable;
    }

    private static async Task PrintAsync(string file, string clientFiles, BackupResult result)
    {
        await Console.Out.WriteLineAsync($"The store: {file}, {result.Bytes / 1e6:0.0} MB, checked. The keys of file links are in it.");
        if (result.ClientFiles > 0)
            await Console.Out.WriteLineAsync($"Clients' files that are not in a ticket yet: {clientFiles}, {result.ClientFiles} file(s). Keep both.");
        await Console.Out.WriteLineAsync("Not in it: the settings with their secrets. How to restore: docs/deploying.md.");
    }
}
