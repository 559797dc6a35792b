using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using HelpdeskBridge.Benchmarks;

var write = new Option<bool>("--write") { Description = "Writes the table into docs/performance.md as well." };
var command = new RootCommand("Measures single steps of accepting and sending a message: their time and what they allocate.") { write };
command.SetAction(parsed =>
{
    // In this process, so that nothing is built for a run.
    var config = ManualConfig.CreateEmpty()
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(ConsoleLogger.Default)
        .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "helpdesk-bridge-benchmarks"));
    var page = new BenchmarkPage([.. BenchmarkRunner.Run(typeof(BenchmarkPage).Assembly, config)]);
    Console.WriteLine(page.CreateTable());
    if (parsed.GetValue(write))
        page.Write();
});
return await command.Parse(args).InvokeAsync();
