using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace HelpdeskBridge.FuzzTests.WorstInputs;

/// <summary>
/// Measures the worst inputs of every call at half the size and at the full size, and compares the two. Times are of the processor, so that a busy
/// machine changes them little; of several rounds the median counts. Only the ratio is judged.
/// </summary>
internal static class WorstRun
{
    private const int Rounds = 5;
    private const int TimesBeside = 4;
    private const double MaxTimeRatio = 3;
    private const double MaxMemoryRatio = 2.5;

    /// <summary>What the service does by itself meanwhile, and what any call costs, is not counted.</summary>
    private const double MillisecondsFree = 25;
    private const double BytesFree = 500_000;

    /// <summary>Lists and buffers grow by doubling, so a little more input may double their memory.</summary>
    private const double BytesFreePerByte = 20;

    /// <param name="only">Only the calls whose names contain this; null: all.</param>
    public static async Task<int> PrintAsync(string? only)
    {
        var start = Stopwatch.GetTimestamp();
        await using var bridge = await MeasuredBridge.StartAsync();
        var calls = WorstCalls.All.Where(call => only is null || call.Name.Contains(only, StringComparison.Ordinal)).ToList();
        await bridge.OpenTicketAsync();

        // The service is new, so its first calls compile it.
        await MeasureAsync(bridge, WorstCalls.All.First(call => call.Name.StartsWith("sendText", StringComparison.Ordinal)));
        var alone = await bridge.GetLongestDelayAsync(() => Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System));
        Write($"Another client's text, nothing beside it: answered within {alone:0} ms");
        Write($"{"",-58} {"answered in ms",15} {"processor ms",23} {"memory in MB",23} {"other",6}");
        Write($"{"input",-58} {"half",7} {"full",7} {"half",7} {"full",7} {"ratio",7} {"half",7} {"full",7} {"ratio",7} {"ms",6}");
        var (broken, longest) = (new List<string>(), 0.0);
        foreach (var call in calls)
        {
            var (half, full) = await MeasureAsync(bridge, call);
            var other = await bridge.GetLongestDelayAsync(async () =>
            {
                for (var i = 0; i < TimesBeside; i++)
                    await bridge.SendAsync(await call.CreateAsync(bridge, call.FullLength, Rounds + i));
            });
            longest = Math.Max(longest, other);
            PrintRow(call.Name, half, full, other);
            if (full.Status == HttpStatusCode.RequestEntityTooLarge || (int)full.Status >= 500)
                broken.Add($"{call.Name}: answered {(int)full.Status}");
            if (full.Cpu > (MaxTimeRatio * half.Cpu) + MillisecondsFree)
                broken.Add($"{call.Name}: the double size takes {full.Cpu / half.Cpu:0.0} times the time");
            if (full.Allocated > (MaxMemoryRatio * half.Allocated) + BytesFree + (BytesFreePerByte * call.FullLength))
                broken.Add($"{call.Name}: the double size takes {full.Allocated / half.Allocated:0.0} times the memory");
        }

        Write($"Another client's text: answered within {alone:0} ms alone, {longest:0} ms beside the worst input (not judged)");
        broken.ForEach(Console.WriteLine);
        Write($"{calls.Count} inputs in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s, {broken.Count} out of proportion");
        return broken.Count == 0 ? 0 : 1;
    }

    /// <summary>The sizes take turns, so that what changes over time changes both.</summary>
    private static async Task<(Cost Half, Cost Full)> MeasureAsync(MeasuredBridge bridge, WorstCall call)
    {
        var (halves, fulls) = (new List<Cost>(), new List<Cost>());

        // The first round compiles the code, and fills the pools of buffers.
        for (var round = -1; round < Rounds; round++)
        {
            var half = await bridge.MeasureAsync(await call.CreateAsync(bridge, call.FullLength / 2, round));
            var full = await bridge.MeasureAsync(await call.CreateAsync(bridge, call.FullLength, round));
            if (round < 0)
                continue;
            halves.Add(half);
            fulls.Add(full);
        }

        return (GetMedians(halves), GetMedians(fulls));
    }

    private static Cost GetMedians(List<Cost> costs)
    {
        return new Cost(
            costs[0].Status, GetMedian(cost => cost.Answered), GetMedian(cost => cost.Cpu), GetMedian(cost => cost.Allocated));

        double GetMedian(Func<Cost, double> value) => costs.Select(value).Order().ElementAt(costs.Count / 2);
    }

    private static void PrintRow(string name, Cost half, Cost full, double other)
    {
        var (time, memory) = (full.Cpu / half.Cpu, full.Allocated / half.Allocated);
        var (halfMegabytes, fullMegabytes) = (half.Allocated / 1e6, full.Allocated / 1e6);
        Console.Write(string.Create(
            CultureInfo.InvariantCulture, $"{name,-58} {half.Answered,7:0} {full.Answered,7:0} {half.Cpu,7:0} {full.Cpu,7:0} {time,7:0.0} "));
        Write($"{halfMegabytes,7:0.0} {fullMegabytes,7:0.0} {memory,7:0.0} {other,6:0}");
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
