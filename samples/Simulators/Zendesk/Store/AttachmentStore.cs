using System.Collections.Concurrent;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Uploaded files. They are kept under an upload token until a comment uses it, and served under a token of their own afterwards.</summary>
internal sealed class AttachmentStore(IdSequence ids, TimeProvider time, RandomTokens random)
{
    public static readonly TimeSpan UploadLifetime = TimeSpan.FromMinutes(60);

    private readonly ConcurrentDictionary<string, Upload> _uploads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SimulatedFile> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SimulatedFile> _signed = new(StringComparer.Ordinal);

    public Upload Add(string name, string contentType, byte[] content, string? uploadToken) =>
        Add(new AgentFile(name, contentType, content), uploadToken);

    public Upload Add(AgentFile attached, string? uploadToken)
    {
        var file = new SimulatedFile(ids.Next(), attached.Name, attached.ContentType, attached.Content, CreateToken())
        {
            MalwareScan = attached.MalwareScan,
            IsInline = attached.IsInline,
            IsUnlisted = attached.IsUnlisted,
        };
        _files[file.Token] = file;
        var upload = new Upload(CreateToken(), time.GetUtcNow() + UploadLifetime, [file]);
        return _uploads.AddOrUpdate(
            uploadToken ?? upload.Token,
            _ => upload,
            (_, existing) => existing with { Files = [.. existing.Files, file] });
    }

    /// <summary>
    /// Removes and returns the files of an upload token. For an unknown or expired token it returns none, and the comment is created
    /// without files.
    /// </summary>
    public IReadOnlyList<SimulatedFile> TakeUploaded(string uploadToken) =>
        _uploads.TryRemove(uploadToken, out var upload) && upload.ExpiresAt > time.GetUtcNow() ? upload.Files : [];

    public SimulatedFile? Find(string token) => _files.GetValueOrDefault(token);

    /// <summary>Creates the signature for an address in the file store, to which an authorized download is redirected.</summary>
    public string CreateSignature(SimulatedFile file)
    {
        var signature = CreateToken();
        _signed[signature] = file;
        return signature;
    }

    public SimulatedFile? FindSigned(string signature) => _signed.GetValueOrDefault(signature);

    private string CreateToken() => random.Create(24);
}

/// <summary>Files that no comment uses yet.</summary>
internal sealed record Upload(string Token, DateTimeOffset ExpiresAt, IReadOnlyList<SimulatedFile> Files);
