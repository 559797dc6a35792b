namespace HelpdeskBridge.Tests.Bridge;

/// <summary>
/// Tests of traces and metrics. Their sources and meters are shared by all services in the process, so no other test runs at the same time.
/// </summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
