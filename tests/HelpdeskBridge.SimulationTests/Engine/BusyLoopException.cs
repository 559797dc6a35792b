namespace HelpdeskBridge.SimulationTests.Engine;

/// <summary>Something happens again and again, and no time passes.</summary>
internal sealed class BusyLoopException(string step) : Exception($"a busy loop, the last step was: {step}");
