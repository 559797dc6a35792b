namespace HelpdeskBridge.Storage;

/// <summary>What became of a message that was put into a queue.</summary>
internal enum EnqueueResult
{
    /// <summary>The conversation has a message from this source already: it was accepted before, and nothing was stored.</summary>
    Duplicate,

    /// <summary>It is the only one that waits.</summary>
    First,

    /// <summary>Another one waits before it.</summary>
    Behind,
}
