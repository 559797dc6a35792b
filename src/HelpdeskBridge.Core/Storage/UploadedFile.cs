namespace HelpdeskBridge.Storage;

/// <summary>
/// Why a client's file is not attached to the ticket. The names stand in the store. Agents read a text of the catalogue for each, never the
/// text of an exception.
/// </summary>
internal enum ClientFileFault
{
    /// <summary>It is not at its address any more.</summary>
    Gone,

    /// <summary>The file's host refused access to it.</summary>
    AccessRefused,

    /// <summary>It is larger than <c>Bridge:MaxFileBytes</c>.</summary>
    TooLarge,

    /// <summary>Its address may not be called, and was not called.</summary>
    Forbidden,

    /// <summary>It has no content.</summary>
    Empty,

    /// <summary>Its host could not be reached, or broke the connection, at every attempt.</summary>
    NotReached,

    /// <summary>The helpdesk refused the upload.</summary>
    NotTaken,

    /// <summary>The helpdesk took the upload, but then refused the comment with it.</summary>
    LeftOut,
}

/// <summary>What became of a client's file. It is stored before it is used, so that a comment that is sent again is the same comment.</summary>
/// <param name="Name">The name it is shown and attached under.</param>
/// <param name="UploadToken">The helpdesk's token by which a comment attaches the uploaded file; null: it is not attached.</param>
/// <param name="UsableUntil">When the token expires.</param>
/// <param name="Fault">Why the file is not attached; null: it is.</param>
internal sealed record UploadedFile(string Name, string? UploadToken, DateTimeOffset? UsableUntil, ClientFileFault? Fault)
{
    /// <summary>Whether the file needs no upload before a comment is sent: its token is still usable, or it will not be attached.</summary>
    public bool IsSettled(DateTimeOffset now) => Fault is not null || UsableUntil > now;
}
