using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.Simulators;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>What tests assert about an environment.</summary>
internal static class TestEnvironmentChecks
{
    /// <summary>Waits until everything is accounted for and the service has nothing left to do, and checks the invariant.</summary>
    public static async Task ShouldCompleteAsync(this TestEnvironment environment, IReadOnlyList<ChatParticipants> chats, TimeSpan? timeout = null) =>
        environment.ShouldHaveNoBreaches(await new RunCompletion(environment, chats).WaitAsync(timeout ?? RunCompletion.DefaultTimeout));

    public static void ShouldHaveNoBreaches(this TestEnvironment environment, RunOutcome outcome)
    {
        if (outcome.Breaches.Count > 0)
            Assert.Fail(FailureReport.Create(outcome.Breaches, outcome.Record, environment.Journal.Entries, environment.ServiceLog, "this test"));
    }

    /// <summary>Requests of the service to Zendesk's API.</summary>
    public static IEnumerable<JournalEntry> GetZendeskRequests(this TestEnvironment environment) => environment.Journal.Entries.Where(entry =>
        entry is { System: "Zendesk", Direction: JournalDirection.Taken } && entry.Path.StartsWith("/api/", StringComparison.Ordinal));

    public static int CountRequests(this TestEnvironment environment, string method, string path) =>
        environment.GetZendeskRequests().Count(entry => entry.Method == method && entry.Path.Contains(path, StringComparison.Ordinal));

    /// <summary>Requests about tickets and users. The service asks for groups and who is online at its start, whatever clients write.</summary>
    public static int CountTicketRequests(this TestEnvironment environment) => environment.GetZendeskRequests().Count(entry =>
        entry.Path.StartsWith("/api/v2/tickets", StringComparison.Ordinal) || entry.Path.StartsWith("/api/v2/users", StringComparison.Ordinal));
}
