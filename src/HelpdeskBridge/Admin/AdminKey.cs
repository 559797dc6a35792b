using System.Security.Cryptography;
using System.Text;
using HelpdeskBridge.Http;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Admin;

/// <summary>The key of the admin side (Admin:Key). Whoever has it may use everything there.</summary>
internal sealed class AdminKey(IOptionsMonitor<AdminOptions> options)
{
    public bool IsSet => !string.IsNullOrEmpty(options.CurrentValue.Key);

    /// <summary>Tells keys apart without revealing them. A session ends when the key it was started with is changed.</summary>
    public string Fingerprint =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.CurrentValue.Key ?? ""), "admin session"u8));

    public bool Matches(string given) => SecretText.IsAnyOf(given, options.CurrentValue.Key);
}
