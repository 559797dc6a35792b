using HelpdeskBridge.Options;
using HelpdeskBridge.Storage.PostgreSql;
using HelpdeskBridge.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Storage;

/// <summary>Checks section <c>Storage</c>.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    /// <summary>The default value is one for SQLite as well.</summary>
    private const string FileForServer = "names a file of SQLite, as it does when it is not set, but Storage:Provider is PostgreSql; "
        + "set it to Host=db;Database=bridge;Username=bridge;Password=…, or Storage:Provider to Sqlite";

    private const string ServerForFile = "names a server of PostgreSQL, but Storage:Provider is Sqlite, its default; "
        + "set Storage:Provider to PostgreSql, or this one to a file: Data Source=data/bridge.db";

    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var errors = new OptionsErrors("Storage");
        errors.Positive("Retention", options.Retention);
        errors.Required("ConnectionString", options.ConnectionString);
        if (!string.IsNullOrWhiteSpace(options.ConnectionString) && FindProblem(options) is { } problem)
            errors.Add("ConnectionString", problem);
        return errors.ToResult();
    }

    private static string? FindProblem(StorageOptions options) => options.Provider == StorageProvider.PostgreSql
        ? SqliteStoreFile.NamesFile(options.ConnectionString) ? FileForServer : PostgreSqlConnections.Validate(options.ConnectionString)
        : PostgreSqlConnections.NamesServer(options.ConnectionString) ? ServerForFile : SqliteStoreFile.Validate(options.ConnectionString);
}

/// <summary>Says when files' links outlive what they lead to.</summary>
internal sealed class RetentionAdvice(IOptions<StorageOptions> storage, IOptions<BridgeOptions> bridge) : ISettingsAdvice
{
    public IEnumerable<string> GetNotes()
    {
        if (storage.Value.Retention < bridge.Value.FileLinkLifetime)
            yield return "Storage:Retention: is shorter than Bridge:FileLinkLifetime; the link to an agent's file ends with its conversation.";
    }
}
