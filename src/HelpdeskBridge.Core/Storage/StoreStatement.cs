using System.Data;

namespace HelpdeskBridge.Storage;

/// <summary>
/// A statement that is known before the transaction it runs in, because it needs nothing that is read there: what it depends on is a condition of its
/// own. It returns rows. Many of them can be sent to a database in one go (<see cref="StoreConnection.RunAsync"/>).
/// </summary>
/// <param name="Sql">Its text, with the names of the parameters after an @.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record StoreStatement(string Sql, params IReadOnlyList<StoreParameter> Parameters);

/// <summary>A parameter of a statement.</summary>
internal sealed record StoreParameter(string Name, DbType Type, object? Value)
{
    public static StoreParameter From(string name, string? value) => new(name, DbType.String, value);

    public static StoreParameter From(string name, long? value) => new(name, DbType.Int64, value);

    public static StoreParameter From(string name, bool value) => new(name, DbType.Boolean, value);
}

/// <summary>A connection that sends several statements in one round trip. It waits for them in the thread that calls it, as a writer does.</summary>
internal interface IPipelinedConnection
{
    /// <inheritdoc cref="StoreConnection.RunAsync"/>
    IReadOnlyList<object?> Run(IReadOnlyList<StoreStatement> statements);
}
