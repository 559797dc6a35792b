using System.Data.Common;
using System.Globalization;
using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>The service's store, seen from outside.</summary>
internal abstract class BridgeStore
{
    /// <summary>Tickets that the service knows to have changed and has not read yet. The admin API does not tell of them.</summary>
    public async Task<long> CountTicketsToReadAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM noted_tickets";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>The ratings of all chats. The admin API has only their numbers and averages.</summary>
    public async Task<IReadOnlyList<StoredRating>> ReadRatingsAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT user_id, rating, rating_comment FROM conversations WHERE rating IS NOT NULL";
        await using var reader = await command.ExecuteReaderAsync();
        var ratings = new List<StoredRating>();
        while (await reader.ReadAsync())
        {
            var score = Convert.ToInt32(reader.GetValue(1), CultureInfo.InvariantCulture);
            ratings.Add(new StoredRating(reader.GetString(0), score, reader.IsDBNull(2) ? null : reader.GetString(2)));
        }

        return ratings;
    }

    /// <summary>What was given up, as it is stored, by id. The admin API does not show it.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadDeadLetterBodiesAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, body FROM messages WHERE state = 'Dead'";
        await using var reader = await command.ExecuteReaderAsync();
        var bodies = new Dictionary<string, string>();
        while (await reader.ReadAsync())
            bodies[reader.GetString(0)] = reader.GetString(1);
        return bodies;
    }

    /// <summary>How much the store takes, in bytes.</summary>
    public abstract long GetSize();

    protected abstract Task<DbConnection> OpenAsync();
}
