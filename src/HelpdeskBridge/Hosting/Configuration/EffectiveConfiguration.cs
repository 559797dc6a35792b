namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>
/// The validated values, as a configuration of their own that the options are bound to. A change in a settings file does not take effect by itself.
/// Only changed secrets take effect, after they were validated (<see cref="SecretRotation"/>).
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

    /// <summary>Applies changed values. Null removes a value. The options are bound to the values again.</summary>
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
