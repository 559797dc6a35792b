namespace HelpdeskBridge.Channels;

/// <summary>The names of the texts. They are also keys under <c>Channels:{channel}:Texts</c>, so they never change.</summary>
internal enum TextName
{
    /// <summary>The first comment of a ticket when the client has not written yet.</summary>
    NoFirstMessage,

    /// <summary>The line in a comment for a client's file that is attached.</summary>
    ClientFile,

    /// <summary>The line in a comment for a client's file that is not attached. The link to the file follows it.</summary>
    FileNotAttached,

    /// <summary>Reason: the file no longer exists at its address.</summary>
    FileGone,

    /// <summary>Reason: the file's host refused access.</summary>
    FileAccessRefused,

    /// <summary>Reason: the file is larger than <c>Bridge:MaxFileBytes</c>.</summary>
    FileTooLarge,

    /// <summary>Reason: the file's address may not be called.</summary>
    FileForbidden,

    /// <summary>Reason: the file is empty.</summary>
    FileEmpty,

    /// <summary>Reason: the file's host did not answer, or the connection was lost.</summary>
    FileNotReached,

    /// <summary>Reason: the helpdesk refused the file.</summary>
    FileNotTaken,

    /// <summary>Internal note: the client closed the chat.</summary>
    ClientLeft,

    /// <summary>Internal note: the client rated the chat; <c>{score}</c> is the score. The client's comment stands below it.</summary>
    Rated,

    /// <summary>Internal note: an agent's message was written after the chat had ended.</summary>
    ClientGone,

    /// <summary>Internal note: the bot handed the client over again while the chat was open.</summary>
    HandedOverAgain,

    /// <summary>Internal note: another chat of the client begins in this ticket.</summary>
    ChatBegunAgain,

    /// <summary>Internal note: the ticket could not be moved to the group that the bot chose.</summary>
    MoveRefused,

    /// <summary>Heading of an internal note: what was said before the hand-over.</summary>
    Transcript,

    /// <summary>Heading of another internal note with the same, if it is too long for one.</summary>
    TranscriptContinued,

    /// <summary>Heading in an internal note: the client's attributes from the bot, or their changes.</summary>
    ContextAttributes,

    /// <summary>Heading in an internal note: the custom data from the bot, or its changes.</summary>
    ContextCustomData,

    /// <summary>Internal note: an agent's message will not reach the client.</summary>
    ReplyNotDelivered,

    /// <summary>Internal note: JAICP did not accept that the chat is closed.</summary>
    CloseNotDelivered,

    /// <summary>Internal note: an agent's message has not reached the client yet.</summary>
    ReplyDelayed,

    /// <summary>Internal note: an agent's file is not sent to the client because it contains malware.</summary>
    AgentFileInfected,

    /// <summary>Internal note: an agent's file is not sent to the client because it is too large.</summary>
    AgentFileTooLarge,

    /// <summary>Internal note: nothing of a public comment is sent to the client.</summary>
    CommentNotForwarded,

    /// <summary>Reason: the comment has nothing that can be sent.</summary>
    CommentEmpty,

    /// <summary>Reason: the comment can't be read.</summary>
    CommentUnreadable,

    /// <summary>Reason: it is not a written comment.</summary>
    CommentNotWritten,

    /// <summary>Reason: the comment's author is not an agent.</summary>
    CommentNotByAgent,

    /// <summary>Reason: the comment seems to be about a merge of tickets.</summary>
    CommentAboutMerge,

    /// <summary>The beginning of a comment that stands under the bridge's own name, because the helpdesk refuses a user for the client.</summary>
    UnknownClient,

    /// <summary>
    /// Internal note: the ticket's requester is the bridge's own user; <c>{keys}</c> is by what the bot named the client, and <c>{reason}</c> why the
    /// user was not taken.
    /// </summary>
    RequesterNotTaken,

    /// <summary>By what the bot named the client: an e-mail address.</summary>
    RequesterEmail,

    /// <summary>By what the bot named the client: a phone number.</summary>
    RequesterPhone,

    /// <summary>By what the bot named the client: an external id.</summary>
    RequesterExternalId,

    /// <summary>Reason: the value can't be what it should be.</summary>
    RequesterInvalid,

    /// <summary>Reason: several users have the value.</summary>
    RequesterAmbiguous,

    /// <summary>Reason: the values belong to different users.</summary>
    RequesterContradiction,

    /// <summary>Reason: the user is an agent or an administrator.</summary>
    RequesterStaff,

    /// <summary>Reason: the user is suspended or disabled.</summary>
    RequesterSuspended,

    /// <summary>Reason: the helpdesk refused the search, or the user.</summary>
    RequesterRefused,

    /// <summary>Notice to the client: a message was not delivered.</summary>
    MessageNotDelivered,

    /// <summary>Notice to the client: a file was not delivered.</summary>
    FileNotDelivered,

    /// <summary>Notice to the client: the first agent joined the chat; <c>{name}</c> is the agent's name. Empty by default.</summary>
    AgentJoined,

    /// <summary>Notice to the client: another agent took over; <c>{name}</c> is the agent's name. Empty by default.</summary>
    AgentChanged,

    /// <summary>
    /// Notice to the client: no agent has answered yet; <c>{position}</c> is the client's place among the open chats of the group that no agent has
    /// answered. Empty by default.
    /// </summary>
    Waiting,

    /// <summary>Notice to the client: the agents closed the chat. Empty by default.</summary>
    ChatClosed,

    /// <summary>Notice to the client: the chat was closed because nobody had written for a while; <c>{time}</c> says how long.</summary>
    IdleClosed,

    /// <summary>Internal note: the chat was closed because nobody had written for a while; <c>{time}</c> says how long.</summary>
    IdleNote,

    /// <summary>Internal note: the chat went back to the bot; <c>{tag}</c> is the tag of the ticket that did it.</summary>
    Returned,

    /// <summary>Internal note: no agent has answered for <c>{minutes}</c> minutes, so a step of <c>Escalations</c> was taken.</summary>
    Escalated,

    /// <summary>
    /// The end of that note: the helpdesk did not take a part of the step; <c>{what}</c> is the setting and its value, and <c>{reason}</c> why.
    /// </summary>
    EscalationRefused,

    /// <summary>Notice to the client: the channel is outside its business hours.</summary>
    Offline,

    /// <summary>The end of an internal note about a hand-over: a link to the conversation in <c>/admin</c>. Only with Admin:Key.</summary>
    AdminLink,

    /// <summary>A length of time within another text; <c>{count}</c> is the number of minutes.</summary>
    Minutes,

    /// <summary>A length of time within another text; <c>{count}</c> is the number of hours.</summary>
    Hours,

    /// <summary>A length of time within another text; <c>{count}</c> is the number of days.</summary>
    Days,
}
