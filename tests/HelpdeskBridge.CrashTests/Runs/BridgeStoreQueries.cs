using System.Data.Common;
using System.Globalization;
using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>What is read from a store, whichever it is.</summary>
internal static class BridgeStoreQueries
{
    public static async Task<long> CountTicketsToReadAsync(this DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM noted_tickets";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public static async Task<IReadOnlyList<StoredRating>> ReadRatingsAsync(this DbConnection connection)
    {
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
}
