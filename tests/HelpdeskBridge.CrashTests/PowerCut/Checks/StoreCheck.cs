using System.Text;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.PowerCut.Tracing;
using HelpdeskBridge.CrashTests.Recording;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpdeskBridge.CrashTests.PowerCut.Checks;

/// <summary>
/// Opens the store that a power cut has left, as the service does when it starts, and looks whether everything is there that was answered with 200
/// by then.
/// </summary>
internal sealed class StoreCheck(RecordedLoad load)
{
    /// <param name="folder">The rebuilt files.</param>
    /// <param name="point">When the power was cut.</param>
    public async Task<IReadOnlyList<Breach>> FindBreachesAsync(string folder, TracePoint point)
    {
        var path = RecordedLoad.GetStorePath(folder);
        try
        {
            await OpenAsync(path);
            var content = await StoreContent.ReadAsync(path);
            return
            [
                .. content.Damage.Select(damage => new Breach("", BreachKind.Other, $"the store is damaged: {damage}")),
                .. load.Chats.SelectMany(chat => FindCallBreaches(chat.UserId, KeptCalls.At(chat, point), content)),
                .. FindFileBreaches(RecordedLoad.GetClientFiles(folder), content),
                .. FindReplyBreaches(content, point),
                .. load.RegisteredAt <= point.At && content.Webhook is null
                    ? [new Breach("", BreachKind.Lost, "the address at which JAICP takes events is gone")]
                    : Array.Empty<Breach>(),
            ];
        }
        catch (Exception e) when (e is SqliteException or StoreUnavailableException)
        {
            return [new Breach("", BreachKind.Other, $"the store does not open: {e}")];
        }
    }

    /// <summary>Makes the store where there is none yet, and goes on with migrations that the power cut has interrupted.</summary>
    public static async Task OpenAsync(string path)
    {
        var options = Microsoft.Extensions.Options.Options.Create(new StorageOptions { ConnectionString = $"Data Source={path}" });
        await using var database = new SqliteDatabase(options, NullLogger<SqliteDatabase>.Instance);
        await database.MigrateAsync(CancellationToken.None);
    }

    private static IEnumerable<Breach> FindCallBreaches(string userId, IReadOnlyList<ClientCall> calls, StoreContent content)
    {
        var stored = content.Messages.Where(message => message.UserId == userId).Select(message => message.ClientNumber).OfType<long>().ToList();
        foreach (var call in calls.Where(call => call is { IsAccepted: true, IsMessage: true } && !stored.Contains(call.Number)))
            yield return new Breach(userId, BreachKind.Lost, $"client's #{call.Number} was accepted and is not stored");
        foreach (var same in stored.GroupBy(number => number).Where(group => group.Count() > 1))
            yield return new Breach(userId, BreachKind.Duplicated, $"client's #{same.Key} is stored {same.Count()} times");
        foreach (var (before, after) in stored.Zip(stored.Skip(1)).Where(pair => pair.Second < pair.First))
            yield return new Breach(userId, BreachKind.OutOfOrder, $"client's #{after} is stored after #{before}");
        foreach (var number in stored.Except(calls.Select(call => call.Number)))
            yield return new Breach(userId, BreachKind.Other, $"client's #{number} is stored and had not been sent");
        if (calls.Any(call => call is { IsAccepted: true, Kind: CallKind.SelectDestination }) && !content.Users.Contains(userId))
            yield return new Breach(userId, BreachKind.Lost, "the hand-over was accepted and there is no conversation");
    }

    /// <summary>A file under its name is complete: the helpdesk would get what is there.</summary>
    private static IEnumerable<Breach> FindFileBreaches(string folder, StoreContent content)
    {
        var messages = content.Messages.ToDictionary(message => message.Id);
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        foreach (var file in files.Where(path => !path.EndsWith(".part", StringComparison.Ordinal)))
        {
            if (!messages.TryGetValue(Path.GetFileName(file), out var message) || message.ClientNumber is not { } number)
                yield return new Breach("", BreachKind.Lost, $"no message is stored for the file {Path.GetFileName(file)}");
            else if (!File.ReadAllBytes(file).AsSpan().SequenceEqual(MessageText.CreateFileContent(message.UserId, number)))
                yield return new Breach(message.UserId, BreachKind.Lost, $"the file of client's #{number} is not complete");
        }
    }

    /// <summary>A webhook that was answered tells of a reply: it is stored, or its ticket is still to be read.</summary>
    private IEnumerable<Breach> FindReplyBreaches(StoreContent content, TracePoint point)
    {
        var stored = content.Messages.Where(message => message.Body is AgentText or LateReplyNote).Select(message => message.Body.ToJson()).ToList();
        var told = load.Environment.Zendesk.WebhookDeliveries
            .Where(delivery => delivery is { Outcome: WebhookOutcome.Delivered } && delivery.At <= point.At)
            .Where(delivery => !content.NotedTickets.Contains($"{delivery.TicketId}"))
            .Select(delivery => Encoding.UTF8.GetString(delivery.Body.Span)).ToList();
        foreach (var action in load.Chats.SelectMany(chat => chat.Actions).Where(action => action.IsReply))
        {
            var text = $"\"{MessageText.CreateReply(action.UserId, action.Number)}\"";
            if (HasText(told, text) && !HasText(stored, text))
                yield return new Breach(action.UserId, BreachKind.Lost, $"a webhook told of agent's #{action.Number}, which is not stored");
        }

        static bool HasText(List<string> bodies, string text) => bodies.Exists(body => body.Contains(text, StringComparison.Ordinal));
    }
}
