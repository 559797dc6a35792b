namespace HelpdeskBridge.Simulators;

/// <summary>The random tokens of a simulator. With the same seed they are the same in each run.</summary>
internal sealed class RandomTokens(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    public string Create(int hexDigits)
    {
        lock (_gate)
            return _random.GetHexString(hexDigits, lowercase: true);
    }
}
