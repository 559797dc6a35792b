using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HelpdeskBridge.Attachments;

/// <summary>What a file link says: which message's file, and until when.</summary>
internal sealed record AgentFileClaim(string MessageId, DateTimeOffset ExpiresAt);

/// <summary>
/// The secret part of a file link, as text for an address: signature, end of validity, message id. The signature covers both and the
/// file's name, so nothing in a link can be changed or moved to another one.
/// </summary>
internal static class AgentFileToken
{
    private const int SignatureBytes = HMACSHA256.HashSizeInBytes;
    private const int HeadBytes = SignatureBytes + sizeof(long);
    private const int MaxCharacters = 512;

    public static string Make(byte[] key, AgentFileClaim claim, string name)
    {
        var id = Encoding.UTF8.GetBytes(claim.MessageId);
        var token = new byte[HeadBytes + id.Length];
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(SignatureBytes), claim.ExpiresAt.ToUnixTimeMilliseconds());
        id.CopyTo(token, HeadBytes);
        Sign(key, token.AsSpan(SignatureBytes), name).CopyTo(token, 0);
        return Base64Url.EncodeToString(token);
    }

    /// <returns>Null: nobody with one of the keys made this token for this name.</returns>
    public static AgentFileClaim? Read(IReadOnlyList<byte[]> keys, string token, string name)
    {
        if (Decode(token) is not { Length: > HeadBytes } bytes)
            return null;
        var claim = bytes.AsSpan(SignatureBytes);
        var genuine = false;
        foreach (var key in keys)
            genuine |= CryptographicOperations.FixedTimeEquals(Sign(key, claim, name), bytes.AsSpan(0, SignatureBytes));
        return genuine
            ? new AgentFileClaim(Encoding.UTF8.GetString(claim[sizeof(long)..]), DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(claim)))
            : null;
    }

    /// <summary>The claim's length goes in as well, so that nothing can be moved between message id and name.</summary>
    private static byte[] Sign(byte[] key, ReadOnlySpan<byte> claim, string name)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, claim.Length);
        hash.AppendData(length);
        hash.AppendData(claim);
        hash.AppendData(Encoding.UTF8.GetBytes(name));
        return hash.GetHashAndReset();
    }

    /// <summary>Only the one text that <see cref="Make"/> writes: the decoder would also take padding, spaces and stray bits at the end.</summary>
    private static byte[]? Decode(string token)
    {
        if (token.Length > MaxCharacters || !Base64Url.IsValid(token))
            return null;
        var bytes = Base64Url.DecodeFromChars(token);
        return Base64Url.EncodeToString(bytes) == token ? bytes : null;
    }
}
