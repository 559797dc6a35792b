using System.Security.Cryptography;
using System.Text;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Attachments;

/// <summary>
/// The keys that sign file links: <c>Bridge:FileKeys</c>, or else a generated key in the store, which all processes with that store share.
/// </summary>
internal sealed class AgentFileKeys(IOptionsMonitor<BridgeOptions> options, IDatabase database, BridgeClock clock)
{
    private const string SecretName = "file-links";
    private const int RandomHexDigits = 64;

    private volatile string? _generated;

    /// <returns>The keys. The first one signs new links, and all of them are accepted.</returns>
    /// <exception cref="StoreUnavailableException">There is no key yet, and the store can't be used now.</exception>
    public async ValueTask<IReadOnlyList<byte[]>> GetAsync(CancellationToken cancellationToken)
    {
        if (options.CurrentValue.FileKeys is { Length: > 0 } configured)
            return [.. configured.Select(Encoding.UTF8.GetBytes)];
        if (_generated is null)
        {
            var candidate = RandomNumberGenerator.GetHexString(RandomHexDigits, lowercase: true);
            _generated = await database.WriteAsync(store => store.Secrets.GetOrAddAsync(SecretName, candidate, clock.Now), cancellationToken);
        }

        return [Encoding.UTF8.GetBytes(_generated)];
    }
}
