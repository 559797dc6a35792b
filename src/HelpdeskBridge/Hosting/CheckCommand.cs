using System.CommandLine;
using HelpdeskBridge.Hosting.Configuration;

namespace HelpdeskBridge.Hosting;

/// <summary><c>-- check</c>: reads the settings and prints all faults and notes. It makes no connections.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var check = new Command(
            "check", "Reads the settings and prints every fault with its key and the fix. Contacts nobody. Exit code 0, or 2 with faults.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        check.SetAction(parsed => Run([.. parsed.UnmatchedTokens]));
        return check;
    }

    private static int Run(string[] args)
    {
        using var reading = SettingsReader.Read(WebApplication.CreateBuilder(args).Configuration);
        foreach (var note in reading.Notes)
            Console.WriteLine($"note   {note}");
        foreach (var fault in reading.Faults)
            Console.WriteLine($"fault  {fault}");
        if (reading.Faults.Count > 0)
        {
            Console.WriteLine($"{reading.Faults.Count} fault(s): the service would not start.");
            return ExitCodes.InvalidSettings;
        }

        Console.WriteLine("The settings are in order.");
        return ExitCodes.Success;
    }
}
