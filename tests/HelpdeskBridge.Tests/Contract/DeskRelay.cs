using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.Tests.Contract;

/// <summary>The way from the bridge to the helpdesk. It fails as the test says, so that no helpdesk needs faults of its own.</summary>
internal sealed class DeskRelay(Uri server) : HttpFaultRelay(server)
{
    private readonly Lock _gate = new();
    private readonly List<RelayRule> _rules = [];
    private int _turnedAway;
    private volatile bool _isDown;

    /// <summary>Whether every request is lost.</summary>
    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    /// <summary>How many requests were lost because it was down.</summary>
    public int TurnedAway => _turnedAway;

    /// <summary>The next request of this kind fails.</summary>
    /// <param name="fault">How.</param>
    /// <param name="where">Tells the kind by method and path, such as <c>POST /ticket</c>.</param>
    /// <param name="thenDown">Whether every request after it is lost.</param>
    public RelayRule Add(RelayFault fault, Func<string, bool> where, bool thenDown = false)
    {
        var rule = new RelayRule(fault, where, thenDown);
        lock (_gate)
            _rules.Add(rule);
        return rule;
    }

    protected override RelayFault? Choose(string requestLine)
    {
        if (IsDown)
        {
            Interlocked.Increment(ref _turnedAway);
            return new RelayFault.LoseRequest();
        }

        lock (_gate)
        {
            if (_rules.Find(rule => !rule.WasHit && rule.Where(requestLine)) is not { } rule)
                return null;
            rule.WasHit = true;
            if (rule.ThenDown)
                IsDown = true;
            return rule.Fault;
        }
    }
}

/// <summary>A request that is to fail.</summary>
internal sealed class RelayRule(RelayFault fault, Func<string, bool> where, bool thenDown)
{
    private volatile bool _wasHit;

    public RelayFault Fault => fault;

    public Func<string, bool> Where => where;

    public bool ThenDown => thenDown;

    /// <summary>Whether it has failed.</summary>
    public bool WasHit
    {
        get => _wasHit;
        set => _wasHit = value;
    }
}
