using System.CommandLine;

namespace HelpdeskBridge.Hosting;

/// <summary>The commands. All other arguments are settings, such as <c>--Section:Key=value</c>. Without a command the service runs.</summary>
internal static class CommandLine
{
    /// <param name="args">The arguments.</param>
    /// <param name="build">Builds the service from the arguments that are settings.</param>
    /// <param name="replace">Replaces services of the commands <c>setup</c> and <c>doctor</c>; tests use it.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, Func<string[], WebApplication> build, Action<IServiceCollection>? replace = null) =>
        RunCommand.Create(
            build, CheckCommand.Create(), SetupCommand.Create(replace), DoctorCommand.Create(replace), EraseCommand.Create(), BackupCommand.Create(),
            MigrateStoreCommand.Create(), HealthCommand.Create())
            .Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
}
