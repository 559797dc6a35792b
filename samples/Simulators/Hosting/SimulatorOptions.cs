namespace HelpdeskBridge.Simulators;

/// <summary>The options of every simulator.</summary>
public abstract record SimulatorOptions
{
    /// <summary>The port on 127.0.0.1 to listen on; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The clock of the simulator. A test may pass one that it advances itself.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The journal to write to. Simulators that share a journal are recorded in one common order; by default each has its own.</summary>
    public Journal? Journal { get; init; }

    /// <summary>The seed of every random choice (faults by probability, dropped webhooks), so that a failing run can be repeated.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The network in memory that a test has; null means sockets.</summary>
    public ISimulatorNetwork? Network { get; init; }

    internal HttpMessageHandler CreateHandler() =>
        Network?.CreateHandler() ?? new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
}
