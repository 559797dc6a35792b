namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>The ways in which the invariant can be broken.</summary>
internal enum BreachKind
{
    /// <summary>Something that must arrive is not there. While the run goes on, it may still arrive.</summary>
    Lost,

    /// <summary>Something arrived more than once.</summary>
    Duplicated,

    /// <summary>Something arrived in the wrong order.</summary>
    OutOfOrder,

    /// <summary>Anything else.</summary>
    Other,
}
