using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace HelpdeskBridge.MutationTests.Runs;

/// <summary>
/// The side of a <see cref="WorkerProcess"/> that runs tests. For each line "mutant class class …" it switches the mutant on, runs the classes, and
/// writes what came of it.
/// </summary>
internal static class Worker
{
    public const string Argument = "--worker";
    public const string Mark = "mutation-result ";

    public static async Task<int> RunAsync()
    {
        var output = Console.Out;
        Console.SetOut(TextWriter.Null);
        var mutants = Assembly.Load("HelpdeskBridge.Core").GetType("HelpdeskBridge.MutantSwitch", throwOnError: true)!;
        var active = mutants.GetField("Active")!;
        var entered = (bool[])mutants.GetField("Entered")!.GetValue(null)!;
        var tests = new TestProgram();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            Array.Clear(entered);
            active.SetValue(null, int.Parse(words[0], CultureInfo.InvariantCulture));
            var failure = await tests.FindFailureAsync(words[1..]);
            var result = new TestResult(failure, [.. entered.Index().Where(member => member.Item).Select(member => member.Index)]);
            await output.WriteLineAsync(Mark + JsonSerializer.Serialize(result));
            await output.FlushAsync();
        }

        return 0;
    }
}
