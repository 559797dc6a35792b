using System.CommandLine;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Hosting;

/// <summary>The verbs beside running the service. Anything else on the line is settings, such as --Section:Key=value.</summary>
internal static class CommandLine
{
    private const int NoStore = 1;
    private const int Faulty = 2;

    public static Task<int> RunAsync(string[] args, Func<string[], WebApplication> build)
    {
        var check = new Command("check", "Reads the settings and prints every fault with its key and the fix. Contacts nobody. Exit code 0, or 2 with faults.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        check.SetAction(parsed => Check([.. parsed.UnmatchedTokens]));

        var run = new RootCommand("Helpdesk Bridge: connects JAICP with a helpdesk. Without a verb it runs the service.") { check, EraseCommand.Build() };
        run.TreatUnmatchedTokensAsErrors = false;
        run.SetAction((parsed, cancellationToken) => ServeAsync([.. parsed.UnmatchedTokens], build, cancellationToken));
        return run.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static int Check(string[] args)
    {
        var reading = SettingsReader.Read(WebApplication.CreateBuilder(args).Configuration);
        foreach (var note in reading.Notes)
            Console.WriteLine($"note   {note}");
        foreach (var fault in reading.Faults)
            Console.WriteLine($"fault  {fault}");
        Console.WriteLine(reading.Faults.Count == 0 ? "The settings are in order." : $"{reading.Faults.Count} fault(s): the service would not start.");
        return reading.Faults.Count == 0 ? 0 : Faulty;
    }

    private static async Task<int> ServeAsync(string[] args, Func<string[], WebApplication> build, CancellationToken cancellationToken)
    {
        try
        {
            await using var app = build(args);
            await app.RunAsync(cancellationToken);
            return 0;
        }
        catch (Exception e) when (e is InvalidSettingsException or NewerStoreException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Faulty;
        }
        catch (StoreUnavailableException e)
        {
            await Console.Error.WriteLineAsync($"The store can't be opened: look at Storage:ConnectionString, its folder, the rights there and the space. {e.InnerException?.Message}");
            return NoStore;
        }
    }
}
