namespace HelpdeskBridge.Simulators;

/// <summary>What every simulator can be told at its start.</summary>
public abstract record SimulatorOptions
{
    /// <summary>The port on 127.0.0.1 to listen on; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The simulator's clock: a test may pass one it moves itself.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The journal to write into; simulators that share one are recorded in one order. By default each has its own.</summary>
    public Journal? Journal { get; init; }

    /// <summary>Seeds every random choice (faults by probability, dropped webhooks), so that a failing run can be repeated.</summary>
    public int Seed { get; init; } = 1;
}
