namespace HelpdeskBridge.Storage;

/// <summary>
/// The contents of clients' files, for all processes on the store. A file stays until its message no longer waits. An engine for one process has no
/// archive, because its files are beside the store.
/// </summary>
internal interface IClientFileArchive
{
    /// <summary>Keeps a file, unless its message no longer waits. If it is kept already, it stays as it is.</summary>
    /// <returns>False: its message does not wait.</returns>
    /// <exception cref="StoreUnavailableException">The store can't be used now.</exception>
    Task<bool> SaveAsync(string messageId, Stream content, CancellationToken cancellationToken);

    /// <summary>Writes the file to <paramref name="target"/>.</summary>
    /// <returns>Its length; null: it is not there.</returns>
    /// <exception cref="StoreUnavailableException">The store can't be used now.</exception>
    Task<long?> CopyToAsync(string messageId, Stream target, CancellationToken cancellationToken);
}
