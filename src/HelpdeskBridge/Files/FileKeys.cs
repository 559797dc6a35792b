using System.Security.Cryptography;
using System.Text;
using HelpdeskBridge.Settings;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Files;

/// <summary>The keys of file links: <c>Bridge:FileKeys</c>, or one that was made once and is kept in the store for every process on it.</summary>
internal sealed class FileKeys(BridgeSettings settings, IDatabase database, BridgeClock clock)
{
    private const string SecretName = "file-links";
    private const int RandomHexDigits = 64;

    private volatile IReadOnlyList<byte[]>? _keys;

    /// <returns>The first signs, all verify.</returns>
    /// <exception cref="StoreUnavailableException">There is no key yet, and the store can't be used now.</exception>
    public async ValueTask<IReadOnlyList<byte[]>> GetAsync(CancellationToken cancellation)
    {
        if (_keys is { } known)
            return known;
        var secrets = settings.Bridge.FileKeys;
        if (secrets.Length == 0)
        {
            var candidate = RandomNumberGenerator.GetHexString(RandomHexDigits, lowercase: true);
            secrets = [await database.WriteAsync(session => session.FindOrAddSecretAsync(SecretName, candidate, clock.Now), cancellation)];
        }

        return _keys = [.. secrets.Select(Encoding.UTF8.GetBytes)];
    }
}
