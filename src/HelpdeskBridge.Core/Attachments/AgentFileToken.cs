using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HelpdeskBridge.Attachments;

/// <summary>What a file link is for.</summary>
/// <param name="MessageId">The message whose file it links to.</param>
/// <param name="ExpiresAt">When the link expires.</param>
internal sealed record AgentFileClaim(string MessageId, DateTimeOffset ExpiresAt);

/// <summary>
/// The secret part of a file link. It contains a signature, the time of expiry and the message id, encoded for an address. The signature covers
/// these and the file's name, so no part of a link can be changed or used in another link.
/// </summary>
internal static class AgentFileToken
{
    private const int SignatureBytes = HMACSHA256.HashSizeInBytes;
    private const int HeadBytes = SignatureBytes + sizeof(long);
    private const int MaxCharacters = 512;

    public static string Create(byte[] key, AgentFileClaim claim, string name)
    {
        var id = Encoding.UTF8.GetBytes(claim.MessageId);
        var token = new byte[HeadBytes + id.Length];
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(SignatureBytes), claim.ExpiresAt.ToUnixTimeMilliseconds());
        id.CopyTo(token, HeadBytes);
        Sign(key, token.AsSpan(SignatureBytes), name).CopyTo(token, 0);
        return Base64Url.EncodeToString(token);
    }

    /// <returns>The content of the token; null when it was not created with one of the keys for this name.</returns>
    public static AgentFileClaim? Read(IReadOnlyList<byte[]> keys, string token, string name)
    {
        if (Decode(token) is not { Length: > HeadBytes } bytes)
            return null;
        var claim = bytes.AsSpan(SignatureBytes);
        var genuine = false;
        foreach (var key in keys)
            genuine |= CryptographicOperations.FixedTimeEquals(Sign(key, claim, name), bytes.AsSpan(0, SignatureBytes));
        if (!genuine)
            return null;
        var expiresAt = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(claim));
        return new AgentFileClaim(Encoding.UTF8.GetString(claim[sizeof(long)..]), expiresAt);
    }

    /// <summary>The signature also covers the length of the claim, so that no characters can be moved between the message id and the name.</summary>
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

    /// <summary>
    /// Accepts only the exact text that <see cref="Create"/> writes. The decoder alone would also accept padding, spaces and unused bits at the end.
    /// </summary>
    private static byte[]? Decode(string token)
    {
        if (token.Length > MaxCharacters || !Base64Url.IsValid(token))
            return null;
        var bytes = Base64Url.DecodeFromChars(token);
        return Base64Url.EncodeToString(bytes) == token ? bytes : null;
    }
}
