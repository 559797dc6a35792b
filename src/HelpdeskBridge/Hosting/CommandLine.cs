using System.CommandLine;

namespace HelpdeskBridge.Hosting;

/// <summary>The commands. All other arguments are settings, such as <c>--Section:Key=value</c>. Without a command the service runs.</summary>
internal static class CommandLine
{
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, Func<string[], WebApplication> build) =>
        RunCommand.Create(build, CheckCommand.Create(), EraseCommand.Create())
            .Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
}
