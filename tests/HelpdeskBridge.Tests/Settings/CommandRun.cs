using HelpdeskBridge.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HelpdeskBridge.Tests.Settings;

/// <summary>What a command wrote, and its exit code.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a command as the process does. Its console is the process's, so such tests run alone.</summary>
    public static Task<CommandRun> RunAsync(params IEnumerable<string> args) => RunAsync(args, replace: null);

    /// <inheritdoc cref="RunAsync(IEnumerable{string})"/>
    /// <param name="args">The arguments.</param>
    /// <param name="replace">Replaces services of the command.</param>
    public static Task<CommandRun> RunAsync(IEnumerable<string> args, Action<IServiceCollection>? replace) =>
        RunAsync(args, _ => throw new InvalidOperationException("The command builds no service."), replace);

    /// <summary>Starts the service, where it is expected to end by itself.</summary>
    /// <param name="settings">Its settings.</param>
    public static Task<CommandRun> StartAsync(IEnumerable<KeyValuePair<string, string?>> settings) => RunAsync(
        ["--environment=Testing", "--urls=http://127.0.0.1:0", .. settings.Select(pair => $"--{pair.Key}={pair.Value}")],
        args => Program.Build(args),
        replace: null);

    private static async Task<CommandRun> RunAsync(
        IEnumerable<string> args, Func<string[], WebApplication> build, Action<IServiceCollection>? replace)
    {
        var (output, error) = (Console.Out, Console.Error);
        await using var written = new StringWriter { NewLine = "\n" };
        await using var failed = new StringWriter { NewLine = "\n" };
        try
        {
            Console.SetOut(written);
            Console.SetError(failed);
            var exitCode = await CommandLine.RunAsync([.. args], build, replace);
            return new CommandRun(exitCode, written.ToString(), failed.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
