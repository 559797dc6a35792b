using System.CommandLine;
using HelpdeskBridge.Attachments;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Options;
using HelpdeskBridge.Retention;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Hosting;

/// <summary>
/// <c>-- erase --channel C --user U</c>: erases everything that the store has of one client (<see cref="ClientErasure"/>). The service may run
/// meanwhile. Tickets in the helpdesk are not changed; only somebody there can delete them.
/// </summary>
internal static class EraseCommand
{
    public static Command Create()
    {
        var channel = new Option<string>("--channel") { Required = true, Description = "The channel, by its name in the settings." };
        var user = new Option<string>("--user")
        {
            Required = true,
            Description = "The client's userId, exactly as JAICP sends it; --user=-x if it begins with a dash.",
        };
        var erase = new Command(
            "erase",
            "Erases everything the store has of one client. Exit code 0, 1 when the store can't be used, 2 when the settings have faults.")
        {
            channel, user,
        };
        erase.TreatUnmatchedTokensAsErrors = false;
        erase.SetAction((parsed, cancellationToken) => RunAsync(
            [.. parsed.UnmatchedTokens], parsed.GetRequiredValue(channel), parsed.GetRequiredValue(user), cancellationToken));
        return erase;
    }

    private static async Task<int> RunAsync(string[] args, string channel, string userId, CancellationToken cancellationToken)
    {
        using var reading = SettingsReader.Read(WebApplication.CreateBuilder(args).Configuration);
        if (reading.Faults.Count > 0)
        {
            foreach (var fault in reading.Faults)
                await Console.Error.WriteLineAsync($"fault  {fault}");
            return ExitCodes.InvalidSettings;
        }

        var storage = reading.Settings.Get<StorageOptions>();
        try
        {
            if (!await StoreInspection.ExistsAsync(storage))
                return await FailAsync("There is no store where Storage:ConnectionString says. Nothing was erased.");
        }
        catch (StoreUnavailableException e)
        {
            return await FailAsync($"The store {StoreInspection.GetName(storage)} can't be used now. {e.Reason} Nothing was erased.");
        }

        var client = new ChannelUser(GetStoredChannelName(reading.Settings, channel), userId);
        try
        {
            await PrintAsync(client.Channel, await EraseAsync(storage, client, cancellationToken));
            return ExitCodes.Success;
        }
        catch (UnusableStoreException e)
        {
            return await FailAsync(e.Message);
        }
        catch (StoreUnavailableException e)
        {
            var reason = storage.Provider == StorageProvider.PostgreSql ? $". {e.Reason}" : ": it is locked, full or unreadable.";
            return await FailAsync($"The store can't be used now{reason} Some data of the client may still be there. Run the command again.");
        }
    }

    private static async Task<int> FailAsync(string reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return ExitCodes.StoreUnavailable;
    }

    /// <summary>
    /// The store has the name of a channel as the settings spell it. A channel that was removed from the settings is erased under the given name.
    /// </summary>
    private static string GetStoredChannelName(EffectiveSettings settings, string channel) =>
        settings.GetNames(ChannelRegistry.Section).FirstOrDefault(name => name.Equals(channel, StringComparison.OrdinalIgnoreCase)) ?? channel;

    private static async Task<Erased> EraseAsync(StorageOptions storage, ChannelUser client, CancellationToken cancellationToken)
    {
        var progress = WorkProgress.ForCommand();
        var database = StorageSetup.Open(Microsoft.Extensions.Options.Options.Create(storage), progress);
        await using var closing = (IAsyncDisposable)database;
        await database.MigrateAsync(cancellationToken);
        var eraser = new ConversationEraser(database, AttachmentsSetup.CreateSpool(storage));
        var erasure = new ClientErasure(database, eraser, new BridgeClock(TimeProvider.System));
        return await progress.RunAsync(
            "Erasing the client's data", fraction => erasure.EraseAsync(client, actor: "command line", fraction, cancellationToken));
    }

    private static async Task PrintAsync(string channel, Erased erased)
    {
        if (erased.Conversations == 0)
        {
            await Console.Out.WriteLineAsync($"The store has nothing of this client in {channel}.");
            return;
        }

        await Console.Out.WriteLineAsync(
            $"Erased in {channel}: {erased.Conversations} conversation(s) with {erased.Messages.Count} message(s).");
        foreach (var helpdesk in erased.Tickets.GroupBy(ticket => ticket.Helpdesk))
        {
            var tickets = string.Join(", ", helpdesk.Select(ticket => '#' + ticket.TicketId).Distinct());
            await Console.Out.WriteLineAsync($"Not touched, to be deleted in the helpdesk {helpdesk.Key}: {tickets}");
        }
    }
}
