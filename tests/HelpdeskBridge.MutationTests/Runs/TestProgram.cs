using System.Reflection;
using Xunit.Runner.Common;
using Xunit.Sdk;
using Xunit.v3;

namespace HelpdeskBridge.MutationTests.Runs;

/// <summary>
/// The tests of HelpdeskBridge.Tests, run in this process again and again: to start a process for each mutant would take longer than the tests.
/// Tests whose inputs are made by chance are left out, so that the same mutants are killed each time.
/// </summary>
internal sealed class TestProgram
{
    private static readonly TestAssemblyConfiguration Configuration = new()
    {
        MaxParallelThreads = 1,
        StopOnFail = true,
        SynchronousMessageReporting = true,
    };

    private readonly Assembly _assembly = Assembly.Load("HelpdeskBridge.Tests");
    private readonly Dictionary<string, List<ITestCase>> _cases = [];
    private readonly InProcessFrontController _controller;

    public TestProgram()
    {
        TestContext.SetForInitialization(null, diagnosticMessages: false, internalDiagnosticMessages: false);
        _controller = new InProcessFrontController(new XunitTestFramework(), _assembly, null);
    }

    /// <summary>Runs the tests of classes, until one fails.</summary>
    /// <returns>The name of the test that failed; null: all passed.</returns>
    public async Task<string?> FindFailureAsync(IEnumerable<string> classes)
    {
        var sink = new Failures();
        foreach (var name in classes)
        {
            using var cancellation = new CancellationTokenSource();
            await _controller.Run(sink, TestFrameworkOptions.ForExecution(Configuration), await FindCasesAsync(name), cancellation);
            if (sink.First is not null)
                break;
        }

        return sink.First;
    }

    private async Task<List<ITestCase>> FindCasesAsync(string name)
    {
        if (_cases.TryGetValue(name, out var known))
            return known;
        var type = _assembly.GetType(name) ?? throw new ArgumentException($"There is no test class {name}.", nameof(name));
        var found = new List<ITestCase>();
        using var cancellation = new CancellationTokenSource();
        await _controller.Find(new Failures(), TestFrameworkOptions.ForDiscovery(Configuration), IsRepeatable, cancellation, [type], Collect);
        return _cases[name] = found.Count > 0 ? found : throw new ArgumentException($"{name} has no tests.", nameof(name));

        ValueTask<bool> Collect(ITestCase testCase, bool isWanted)
        {
            if (isWanted)
                found.Add(testCase);
            return ValueTask.FromResult(true);
        }
    }

    private static bool IsRepeatable(ITestCase testCase) => testCase is not { Explicit: true }
        && (testCase as IXunitTestCase)?.TestMethod.Method.GetCustomAttributes()
            .All(attribute => attribute.GetType().Namespace?.StartsWith("FsCheck", StringComparison.Ordinal) != true) == true;

    /// <summary>Remembers the first failure.</summary>
    private sealed class Failures : IMessageSink
    {
        private string _test = "";

        public string? First { get; private set; }

        public bool OnMessage(IMessageSinkMessage message)
        {
            if (message is ITestStarting starting)
                _test = starting.TestDisplayName;
            if (message is IErrorMetadata error)
                First ??= $"{_test}: {error.Messages.FirstOrDefault()}";
            return First is null;
        }
    }
}
