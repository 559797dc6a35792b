using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.PowerCut.Disks;
using HelpdeskBridge.CrashTests.PowerCut.Tracing;
using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.CrashTests.PowerCut.Checks;

/// <summary>
/// Starts the service on the files that a power cut has left, between two new simulators. The recorded service had reached no helpdesk, so
/// everything that was accepted must arrive there now, once and in order.
/// </summary>
internal static class RestartCheck
{
    /// <returns>What is wrong; null: nothing.</returns>
    public static async Task<string?> FindFailureAsync(RecordedLoad load, DiskImage image, TracePoint point)
    {
        load.Plan.HasHelpdesk.ShouldBeFalse("what had arrived before the cut is in the other simulator");
        using var folder = new RebuiltFolder(image);
        await using var environment = await TestEnvironment.CreateAsync(
            load.Plan.Seed, new() { ["Storage:ConnectionString"] = $"Data Source={RecordedLoad.GetStorePath(folder.Path)}" });
        var chats = load.Chats.Select(chat => new ChatParticipants(environment, chat.UserId, KeptCalls.At(chat, point))).ToList();
        await environment.StartServiceAsync();
        await environment.RegisterWebhookAsync();
        var outcome = await new RunCompletion(environment, chats).CompleteAsync(RunCompletion.DefaultTimeout);
        return outcome.Breaches.Count == 0
            ? null
            : FailureReport.Create(outcome.Breaches, outcome.Record, environment.Journal.Entries, environment.ServiceLog, $"{load.Plan}");
    }
}
