namespace HelpdeskBridge.Storage;

/// <summary>Why a client's file is not carried. Each is a text of the catalogue: what agents read is never an exception's words.</summary>
internal enum ClientFileFault
{
    /// <summary>It is not at its address any more.</summary>
    Gone,

    /// <summary>Its address does not give it out to us.</summary>
    AccessRefused,

    /// <summary>More than <c>Bridge:MaxFileBytes</c>.</summary>
    TooLarge,

    /// <summary>Its address may not be called, and was not.</summary>
    Forbidden,

    Empty,

    /// <summary>Its host could not be reached, or broke off, at every try.</summary>
    NotReached,

    /// <summary>The helpdesk refused the upload.</summary>
    NotTaken,

    /// <summary>The helpdesk took the upload, and then the comment without it.</summary>
    LeftOut,
}

/// <summary>What became of a client's file. Stored before it is used, so that a comment sent again is the same comment.</summary>
/// <param name="Name">The name it is shown and attached under.</param>
/// <param name="UploadToken">What a comment takes the uploaded file by; null: it is not carried.</param>
/// <param name="UsableUntil">How long the token is good.</param>
/// <param name="Fault">Why it is not carried.</param>
internal sealed record UploadedFile(string Name, string? UploadToken, DateTimeOffset? UsableUntil, ClientFileFault? Fault)
{
    public bool IsSettled(DateTimeOffset now) => Fault is not null || UsableUntil > now;
}
