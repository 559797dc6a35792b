using System.CommandLine;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Hosting;

/// <summary>The root command: runs the service until it is stopped.</summary>
internal static class RunCommand
{
    /// <param name="build">Builds the service from the arguments that are settings.</param>
    /// <param name="commands">The other commands.</param>
    public static RootCommand Create(Func<string[], WebApplication> build, params IEnumerable<Command> commands)
    {
        var run = new RootCommand("Helpdesk Bridge: connects JAICP with a helpdesk. Without a command it runs the service.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        foreach (var command in commands)
            run.Subcommands.Add(command);
        run.SetAction((parsed, cancellationToken) => RunAsync([.. parsed.UnmatchedTokens], build, cancellationToken));
        return run;
    }

    private static async Task<int> RunAsync(string[] args, Func<string[], WebApplication> build, CancellationToken cancellationToken)
    {
        try
        {
            await using var app = build(args);
            await app.RunAsync(cancellationToken);

            // It is a failure if the service has found a reason to end by itself.
            return Environment.ExitCode;
        }
        catch (Exception e) when (e is InvalidSettingsException or UnusableStoreException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.InvalidSettings;
        }
        catch (StoreUnavailableException e)
        {
            await Console.Error.WriteLineAsync(
                "The store can't be opened: look at Storage:ConnectionString, and at the folder, its permissions and the free space of the disk, "
                + $"or at the database server. {e.Reason}");
            return ExitCodes.StoreUnavailable;
        }
    }
}
