using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Uploaded files: kept under an upload token until a comment takes them, served under their own token ever after.</summary>
internal sealed class FileCabinet(IdSequence ids, TimeProvider time)
{
    public static readonly TimeSpan UploadLifetime = TimeSpan.FromMinutes(60);

    private readonly ConcurrentDictionary<string, Upload> _uploads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SimulatedFile> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SimulatedFile> _signed = new(StringComparer.Ordinal);

    public Upload Add(string name, string contentType, byte[] content, string? uploadToken) => Add(new AgentFile(name, contentType, content), uploadToken);

    public Upload Add(AgentFile attached, string? uploadToken)
    {
        var file = new SimulatedFile(ids.Next(), attached.Name, attached.ContentType, attached.Content, NewToken())
        {
            MalwareScan = attached.MalwareScan,
            IsInline = attached.IsInline,
        };
        _files[file.Token] = file;
        var fresh = new Upload(NewToken(), time.GetUtcNow() + UploadLifetime, [file]);
        return _uploads.AddOrUpdate(
            uploadToken ?? fresh.Token,
            _ => fresh,
            (_, earlier) => earlier with { Files = [.. earlier.Files, file] });
    }

    /// <summary>The files behind an upload token. An unknown or expired one gives none, and the comment goes out without them.</summary>
    public IReadOnlyList<SimulatedFile> Consume(string uploadToken) =>
        _uploads.TryRemove(uploadToken, out var upload) && upload.ExpiresAt > time.GetUtcNow() ? upload.Files : [];

    public SimulatedFile? Find(string token) => _files.GetValueOrDefault(token);

    /// <summary>A one-time address in the file store, the kind an authorised download is redirected to.</summary>
    public string Sign(SimulatedFile file)
    {
        var signature = NewToken();
        _signed[signature] = file;
        return signature;
    }

    public SimulatedFile? FindSigned(string signature) => _signed.GetValueOrDefault(signature);

    private static string NewToken() => RandomNumberGenerator.GetHexString(24, lowercase: true);
}

/// <summary>Files waiting for their comment.</summary>
internal sealed record Upload(string Token, DateTimeOffset ExpiresAt, IReadOnlyList<SimulatedFile> Files);
