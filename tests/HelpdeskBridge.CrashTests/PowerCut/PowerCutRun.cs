using System.Collections.Concurrent;
using System.Globalization;
using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.PowerCut.Checks;
using HelpdeskBridge.CrashTests.PowerCut.Disks;
using HelpdeskBridge.CrashTests.PowerCut.Tracing;

namespace HelpdeskBridge.CrashTests.PowerCut;

/// <summary>Cuts the power of a recorded load at many moments, and tries every kind of disk that may be left.</summary>
internal static class PowerCutRun
{
    /// <summary>A service that has been started mostly waits.</summary>
    private const int MaxServices = 3;

    private static readonly DiskKind[] Kinds = Enum.GetValues<DiskKind>();

    /// <summary>Looks into the store on each of the disks.</summary>
    /// <param name="load">What was recorded.</param>
    /// <param name="points">At how many moments the power is cut.</param>
    /// <param name="ignoresSyncs">The disk lies, so that something must be missing.</param>
    public static async Task<PowerCutResult> LookAsync(RecordedLoad load, int points, bool ignoresSyncs = false)
    {
        var random = new Random(load.Plan.Seed);
        var check = new StoreCheck(load);
        var (failures, identities, moments) = (new ConcurrentQueue<string>(), new HashSet<int>(), 0);
        foreach (var moment in load.Files.Cut(load.Files.ChoosePoints(points, random), ignoresSyncs))
        {
            moments++;
            var images = Kinds.Select(kind => (Kind: kind, Image: moment.Rebuild(kind, random))).ToList();
            identities.UnionWith(images.Select(disk => disk.Image.GetIdentity()));
            await Parallel.ForEachAsync(images, async (disk, _) =>
            {
                var breaches = await LookAsync(check, disk.Image, moment.Point);
                foreach (var breach in breaches)
                    failures.Enqueue($"{Describe(moment.Point, disk.Kind)}: {breach.UserId} {breach.Kind}: {breach.Description}");
            });
        }

        return new PowerCutResult(moments, moments * Kinds.Length, identities.Count, 0, [.. failures]);
    }

    /// <summary>Starts the service on some of the disks, at moments at which something may have been accepted.</summary>
    /// <param name="load">What was recorded.</param>
    /// <param name="starts">How often. The kinds of disks come in turn.</param>
    public static async Task<PowerCutResult> StartAsync(RecordedLoad load, int starts)
    {
        var random = new Random(load.Plan.Seed + 1);
        TracePoint[] points = [.. load.Files.Points.Where(point => point.At > load.RegisteredAt)];
        random.Shuffle(points);
        var disks = load.Files.Cut(points.Take(starts).OrderBy(point => point.Line))
            .Select((moment, index) => (moment.Point, Kind: Kinds[index % Kinds.Length], Image: moment.Rebuild(Kinds[index % Kinds.Length], random)))
            .ToList();
        var failures = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(disks, new ParallelOptions { MaxDegreeOfParallelism = MaxServices }, async (disk, _) =>
        {
            if (await RestartCheck.FindFailureAsync(load, disk.Image, disk.Point) is { } failure)
                failures.Enqueue($"{Describe(disk.Point, disk.Kind)}: {failure}");
        });
        return new PowerCutResult(
            disks.Count, disks.Count, disks.Select(disk => disk.Image.GetIdentity()).Distinct().Count(), disks.Count, [.. failures]);
    }

    private static async Task<IReadOnlyList<Breach>> LookAsync(StoreCheck check, DiskImage image, TracePoint point)
    {
        using var folder = new RebuiltFolder(image);
        return await check.FindBreachesAsync(folder.Path, point);
    }

    private static string Describe(TracePoint point, DiskKind kind) =>
        string.Create(CultureInfo.InvariantCulture, $"power cut at line {point.Line} ({point.At:HH:mm:ss.ffffff}), disk {kind}");
}
