namespace HelpdeskBridge.Storage;

/// <summary>The states of a message.</summary>
internal enum MessageState
{
    /// <summary>Not sent yet, or refused in a way that says it was not taken.</summary>
    Pending,

    /// <summary>Being sent, or sent with the answer lost. The other side is asked before it is sent again.</summary>
    Sending,

    /// <summary>The other side has it.</summary>
    Delivered,

    /// <summary>Refused for good or given up: a dead letter.</summary>
    Dead,

    /// <summary>A dead letter that an operator discarded.</summary>
    Discarded,
}
