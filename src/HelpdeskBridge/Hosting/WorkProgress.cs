using HelpdeskBridge.Storage;
using Spectre.Console;

namespace HelpdeskBridge.Hosting;

/// <summary>
/// Shows how far a command's long work is: a bar for each step on a terminal, one line for each step elsewhere. It uses the standard error stream,
/// because the result is on the standard output.
/// </summary>
/// <param name="lines">Where lines are written.</param>
/// <param name="terminal">The terminal; null when there is none.</param>
internal sealed class WorkProgress(TextWriter lines, IAnsiConsole? terminal) : IProgress<MigrationStep>
{
    public static WorkProgress ForCommand() => new(
        Console.Error,
        Console.IsErrorRedirected ? null : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }));

    /// <param name="step">What is being done, as a person reads it.</param>
    /// <param name="work">Does it, and reports the fraction that is done. Work that reports nothing is shown as being under way.</param>
    public async Task<T> RunAsync<T>(string step, Func<IProgress<double>, Task<T>> work)
    {
        if (terminal is null)
        {
            await lines.WriteLineAsync(step);
            return await work(new Fraction(_ => { }));
        }

        return await terminal.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var shown = context.AddTask(Markup.Escape(step), maxValue: 1).IsIndeterminate();
                var result = await work(new Fraction(done => shown.IsIndeterminate(false).Value = done));
                shown.IsIndeterminate(false).Value = shown.MaxValue;
                return result;
            });
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(string step, Func<IProgress<double>, Task> work) =>
        RunAsync(step, async fraction =>
        {
            await work(fraction);
            return true;
        });

    /// <summary>A migration begins. How long it takes is not known, so it is a line in any case.</summary>
    public void Report(MigrationStep value) => lines.WriteLine($"Migration {value.Number} of {value.Count}: {value.Name}");

    /// <summary>Reports at once, on the thread that works.</summary>
    private sealed class Fraction(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
