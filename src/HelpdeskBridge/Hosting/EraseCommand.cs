using System.CommandLine;
using HelpdeskBridge.Attachments;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpdeskBridge.Hosting;

/// <summary>
/// <c>-- erase --channel C --user U</c>: erases at once everything the store has of one client, open conversations and waiting messages
/// included, whether the service runs or not. The helpdesk has its own copy, which only somebody there can delete.
/// </summary>
internal static class EraseCommand
{
    private const int NoStore = 1;
    private const int Faulty = 2;
    private const int MaxPerTransaction = 20;

    public static Command Build()
    {
        var channel = new Option<string>("--channel") { Required = true, Description = "The channel, by its name in the settings." };
        var user = new Option<string>("--user") { Required = true, Description = "The client's userId, exactly as JAICP sends it; --user=-x where it begins with a dash." };
        var erase = new Command("erase", "Erases everything the store has of one client. Exit code 0, 1 when the store can't be used, 2 with faulty settings.")
        {
            channel, user,
        };
        erase.TreatUnmatchedTokensAsErrors = false;
        erase.SetAction((parsed, cancellationToken) => RunAsync([.. parsed.UnmatchedTokens], parsed.GetRequiredValue(channel), parsed.GetRequiredValue(user), cancellationToken));
        return erase;
    }

    private static async Task<int> RunAsync(string[] args, string channel, string userId, CancellationToken cancellationToken)
    {
        var reading = SettingsReader.Read(WebApplication.CreateBuilder(args).Configuration);
        if (reading.Faults.Count > 0)
        {
            foreach (var fault in reading.Faults)
                await Console.Error.WriteLineAsync($"fault  {fault}");
            return Faulty;
        }

        var settings = reading.Settings;
        if (!SqliteStoreFile.Exists(settings.Get<StorageOptions>().ConnectionString))
        {
            await Console.Error.WriteLineAsync("There is no store where Storage:ConnectionString says. Nothing was erased.");
            return NoStore;
        }

        // As set: addresses tolerate other letter case, the store has the name as it is in the settings. One that was taken out is erased as given.
        channel = settings.GetNames(ChannelRegistry.Section).FirstOrDefault(name => name.Equals(channel, StringComparison.OrdinalIgnoreCase)) ?? channel;
        try
        {
            await using var database = new SqliteDatabase(Microsoft.Extensions.Options.Options.Create(settings.Get<StorageOptions>()), NullLogger<SqliteDatabase>.Instance);
            await database.MigrateAsync(cancellationToken);
            await TellAsync(channel, await EraseAsync(database, AttachmentsSetup.GetSpool(settings.Get<StorageOptions>()), new ChannelUser(channel, userId), new BridgeClock(TimeProvider.System), cancellationToken));
            return 0;
        }
        catch (Exception e) when (e is StoreUnavailableException or NewerStoreException)
        {
            await Console.Error.WriteLineAsync(e is NewerStoreException ? e.Message : "The store can't be used now: it is locked, full or unreadable. What was not erased yet is still there; run it again.");
            return NoStore;
        }
    }

    private static async Task<Erased> EraseAsync(SqliteDatabase database, ClientFileSpool spool, ChannelUser client, BridgeClock clock, CancellationToken cancellationToken)
    {
        var all = new Erased(0, [], []);
        while (await database.ReadAsync(store => store.Conversations.ListIdsAsync(client, MaxPerTransaction), cancellationToken) is { Count: > 0 } ids)
        {
            var erased = await database.WriteAsync(store => store.Erasure.EraseAsync(ids), cancellationToken);
            foreach (var message in erased.Messages)
                spool.Delete(message);
            all = new Erased(all.Conversations + erased.Conversations, [.. all.Tickets, .. erased.Tickets], [.. all.Messages, .. erased.Messages]);
        }

        var entry = new AuditEntry(clock.NewId(), clock.Now, "command line", "", "erase", client.Channel, $"{all.Conversations} conversation(s), {all.Messages.Count} message(s)");
        await database.WriteAsync(store => store.Audit.AddAsync(entry), cancellationToken);
        await database.OverwriteErasedAsync(cancellationToken);
        return all;
    }

    private static async Task TellAsync(string channel, Erased erased)
    {
        if (erased.Conversations == 0)
        {
            await Console.Out.WriteLineAsync($"The store has nothing of this client in {channel}.");
            return;
        }

        await Console.Out.WriteLineAsync($"Erased in {channel}: {erased.Conversations} conversation(s) with {erased.Messages.Count} message(s).");
        foreach (var helpdesk in erased.Tickets.GroupBy(ticket => ticket.Helpdesk))
            await Console.Out.WriteLineAsync($"Not touched, to be deleted in the helpdesk {helpdesk.Key}: {string.Join(", ", helpdesk.Select(ticket => '#' + ticket.TicketId).Distinct())}");
    }
}
