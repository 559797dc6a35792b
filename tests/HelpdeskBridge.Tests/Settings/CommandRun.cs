using HelpdeskBridge.Hosting;

namespace HelpdeskBridge.Tests.Settings;

/// <summary>What a command wrote, and its exit code.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a command as the process does. Its console is the process's, so such tests run alone.</summary>
    public static async Task<CommandRun> RunAsync(params IEnumerable<string> args)
    {
        var (output, error) = (Console.Out, Console.Error);
        await using var written = new StringWriter { NewLine = "\n" };
        await using var failed = new StringWriter { NewLine = "\n" };
        try
        {
            Console.SetOut(written);
            Console.SetError(failed);
            var exitCode = await CommandLine.RunAsync([.. args], _ => throw new InvalidOperationException("The command builds no service."));
            return new CommandRun(exitCode, written.ToString(), failed.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
