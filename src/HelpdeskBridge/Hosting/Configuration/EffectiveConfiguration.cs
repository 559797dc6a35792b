namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>
/// The checked values as a configuration of their own, which the options are bound to. What an administrator changes in a file does not take
/// effect by itself: only secrets do, once they were checked (<see cref="SecretRotation"/>).
/// </summary>
internal sealed class EffectiveConfiguration
{
    private readonly Provider _provider;

    public EffectiveConfiguration(IReadOnlyDictionary<string, string> values)
    {
        _provider = new Provider(values);
        Root = new ConfigurationRoot([_provider]);
    }

    public IConfigurationRoot Root { get; }

    /// <summary>Puts changed values in effect; null takes a value away. Options that are bound to them are bound anew.</summary>
    public void Apply(IReadOnlyDictionary<string, string?> changes) => _provider.Apply(changes);

    private sealed class Provider : ConfigurationProvider
    {
        public Provider(IReadOnlyDictionary<string, string> values)
        {
            foreach (var (key, value) in values)
                Data[key] = value;
        }

        public void Apply(IReadOnlyDictionary<string, string?> changes)
        {
            var data = new Dictionary<string, string?>(Data, StringComparer.OrdinalIgnoreCase);
            foreach (var (key, value) in changes)
            {
                if (value is null)
                    data.Remove(key);
                else
                    data[key] = value;
            }

            Data = data;
            OnReload();
        }
    }
}
