using System.Security.Cryptography;
using System.Text;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Attachments;

/// <summary>The keys of file links: <c>Bridge:FileKeys</c>, or one that was made once and is kept in the store for every process on it.</summary>
internal sealed class AgentFileKeys(IOptionsMonitor<BridgeOptions> options, IDatabase database, BridgeClock clock)
{
    private const string SecretName = "file-links";
    private const int RandomHexDigits = 64;

    private volatile string? _own;

    /// <returns>The first signs, all verify.</returns>
    /// <exception cref="StoreUnavailableException">There is no key yet, and the store can't be used now.</exception>
    public async ValueTask<IReadOnlyList<byte[]>> GetAsync(CancellationToken cancellationToken)
    {
        if (options.CurrentValue.FileKeys is { Length: > 0 } set)
            return [.. set.Select(Encoding.UTF8.GetBytes)];
        if (_own is null)
        {
            var candidate = RandomNumberGenerator.GetHexString(RandomHexDigits, lowercase: true);
            _own = await database.WriteAsync(store => store.Secrets.GetOrAddAsync(SecretName, candidate, clock.Now), cancellationToken);
        }

        return [Encoding.UTF8.GetBytes(_own)];
    }
}
