namespace HelpdeskBridge.Storage;

/// <summary>The states of a message. Their names stand in the store.</summary>
internal enum MessageState
{
    /// <summary>Not sent yet, or refused in a way that shows that it was not taken.</summary>
    Pending,

    /// <summary>Being sent, or sent with the answer lost. Before it is sent again, the receiver is asked whether it has it.</summary>
    Sending,

    /// <summary>The receiver has it.</summary>
    Delivered,

    /// <summary>Refused for good, or given up: a dead letter.</summary>
    Dead,

    /// <summary>A dead letter that an operator discarded, or a message that there is no reason any more to send.</summary>
    Discarded,
}
