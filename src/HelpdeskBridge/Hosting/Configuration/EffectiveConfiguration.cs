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

    /// <summary>A copy with changed values, to validate them before they are applied. Null removes a value.</summary>
    public EffectiveConfiguration With(IReadOnlyDictionary<string, string?> changes)
    {
        var values = new Dictionary<string, string>(_provider.Values, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in changes)
        {
            if (value is null)
                values.Remove(key);
            else
                values[key] = value;
        }

        return new EffectiveConfiguration(values);
    }

    /// <summary>Takes over the values of another configuration, which is valid. The options are bound to them.</summary>
    public void Apply(EffectiveConfiguration valid) => _provider.Replace(valid._provider.Values);

    private sealed class Provider : ConfigurationProvider
    {
        public Provider(IReadOnlyDictionary<string, string> values) => Set(values);

        public IReadOnlyDictionary<string, string> Values { get; private set; } = null!;

        public void Replace(IReadOnlyDictionary<string, string> values)
        {
            Set(values);
            OnReload();
        }

        private void Set(IReadOnlyDictionary<string, string> values)
        {
            Values = values;
            Data = values.ToDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.OrdinalIgnoreCase);
        }
    }
}
