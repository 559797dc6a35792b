using System.CommandLine;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Setup;

namespace HelpdeskBridge.Hosting;

/// <summary><c>-- setup plan|apply|remove|init</c>: what the bridge needs in the helpdesk, and the first settings.</summary>
internal static class SetupCommand
{
    private const int Failure = 1;

    private static readonly Option<string?> Helpdesk = new("--helpdesk") { Description = "Only this helpdesk, by its name in the settings." };
    private static readonly Option<HelpdeskKind> Kind = new("--kind") { Description = "The product: Zendesk (the default) or RequestTracker." };
    private static readonly Option<bool> Json = new("--json") { Description = "Writes JSON and nothing else to the standard output." };
    private static readonly Option<bool> ShowSecrets = new("--show-secrets") { Description = "Prints the signing secret and the channels' keys." };
    private static readonly Option<string?> TicketFields = new("--ticket-fields")
    {
        Description = "Names of attributes, with commas between them: for each, a text field of tickets is made.",
    };
    private static readonly Option<bool> Macros = new("--macros")
    {
        Description = "Makes a macro for each tag that gives chats back to the bot (ReturnToBot:Tag).",
    };
    private static readonly Option<string?> SecretsPath = new("--secrets-file")
    {
        Description = "Writes the signing secret into this new file, which only its owner may read.",
    };

    /// <param name="replace">Replaces services of the command.</param>
    public static Command Create(Action<IServiceCollection>? replace) => new("setup", "Sets up what the bridge needs in the helpdesk.")
    {
        CreateMode("plan", "Shows what the helpdesk lacks. Changes nothing. Exit code 0, or 1 with drift or a failure.", SetupMode.Plan, replace),
        CreateMode("apply", "Makes or puts right what the bridge needs in the helpdesk. Exit code 0, or 1 with a failure.", SetupMode.Apply, replace),
        CreateMode("remove", "Removes what was made for this bridge, and nothing else. Exit code 0, or 1 with a failure.", SetupMode.Remove, replace),
        CreateInit(replace),
    };

    private static Command CreateMode(string name, string description, SetupMode mode, Action<IServiceCollection>? replace)
    {
        var command = new Command(name, description) { Helpdesk, TicketFields, Macros, Json, ShowSecrets, SecretsPath };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await RunAsync(mode, parsed, replace, cancellationToken);
            }
            catch (UnreadableSettingsException e)
            {
                return await FailAsync(e.Message);
            }
        });
        return command;
    }

    private static Command CreateInit(Action<IServiceCollection>? replace)
    {
        var command = new Command("init", "Asks for what can't be guessed and writes a complete appsettings.json. Overwrites nothing.")
        {
            Kind,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = WebApplication.CreateBuilder([.. parsed.UnmatchedTokens]).Environment.ContentRootPath;
            var questions = HelpdeskAdapters.Questions.Single(known => known.Kind == parsed.GetValue(Kind));
            var dialog = new InitDialog(new InitSignIn(replace), questions);
            return await dialog.RunAsync(folder, cancellationToken) ? ExitCodes.Success : Failure;
        });
        return command;
    }

    private static async Task<int> RunAsync(
        SetupMode mode, ParseResult parsed, Action<IServiceCollection>? replace, CancellationToken cancellationToken)
    {
        var (ticketFields, problem) = TicketFieldNames.Read(parsed.GetValue(TicketFields));
        if (problem is not null)
            return await FailAsync(problem);
        var wishes = new SetupWishes(ticketFields, parsed.GetValue(Macros));
        if (mode == SetupMode.Remove && FindWish(wishes) is { } option)
            return await FailAsync($"setup remove has no {option}: it removes everything that was made for this bridge. Nothing was done.");
        using var settings = CommandSettings.Read([.. parsed.UnmatchedTokens]);
        if (settings.Reading.Faults.Count > 0)
        {
            foreach (var fault in settings.Reading.Faults)
                await Console.Error.WriteLineAsync($"fault  {fault}");
            return Failure;
        }

        var (only, path) = (parsed.GetValue(Helpdesk), parsed.GetValue(SecretsPath) is { } given ? Path.GetFullPath(given) : null);
        var names = settings.Reading.Settings.GetNames(HelpdeskRegistry.Section);
        if (only is not null && !names.Contains(only, StringComparer.OrdinalIgnoreCase))
            return await FailAsync($"There is no helpdesk {only} in the settings; there is {string.Join(", ", names)}.");
        if (path is not null && File.Exists(path))
            return await FailAsync($"{path} exists already, and is not overwritten. Nothing was done.");

        await using var services = settings.CreateServices(replace);
        var progress = WorkProgress.ForCommand();
        var run = ActivatorUtilities.CreateInstance<SetupRun>(
            services, (string name, IHelpdeskSetup setup) => (IHelpdeskSetup)new SetupProgress(setup, name, progress));
        var report = await run.RunAsync(new SetupRequest(mode, only, wishes), cancellationToken);
        var error = path is null || mode == SetupMode.Remove ? null : await SecretsFile.WriteAsync(path, report.Helpdesks, cancellationToken);
        var written = error is null ? path : null;
        if (parsed.GetValue(Json))
            await Console.Out.WriteLineAsync(SetupOutput.ToJson(report, parsed.GetValue(ShowSecrets), written));
        else
            new SetupText(Console.Out, parsed.GetValue(ShowSecrets), written).Write(report);
        if (error is not null)
            return await FailAsync($"{path}: {error}");
        return report.IsOk ? ExitCodes.Success : Failure;
    }

    private static string? FindWish(SetupWishes wishes) => wishes.TicketFields.Count > 0 ? TicketFields.Name : wishes.Macros ? Macros.Name : null;

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return Failure;
    }
}
