using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Admin;

/// <summary>The key of the admin side (Admin:Key). Whoever has it may use everything there.</summary>
internal sealed class AdminKey(IOptionsMonitor<AdminOptions> options)
{
    public bool IsSet => !string.IsNullOrEmpty(options.CurrentValue.Key);

    /// <summary>Tells keys apart without revealing them. A session ends when the key it was started with is changed.</summary>
    public string Fingerprint => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.CurrentValue.Key ?? ""), "admin session"u8));

    /// <summary>Compares hashes, so that neither the content nor the length of the key shows in the time it takes.</summary>
    public bool Matches(string given) => IsSet && CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(options.CurrentValue.Key ?? "")));
}
