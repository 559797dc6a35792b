using HelpdeskBridge.Conversations;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Channels;

/// <summary>Every text the bridge itself says to people, in each language, overridable per channel; an empty one is not said.</summary>
internal static class TextCatalogue
{
    public const string LanguageKey = "Language";

    public static readonly string[] Languages = ["en", "ru"];

    private static readonly Dictionary<TextName, (string En, string Ru)> Built = new()
    {
        [TextName.NoFirstMessage] = ("The chat was handed over. The client has not written anything yet.", "Чат передан оператору. Клиент пока ничего не написал."),
        [TextName.ClientFile] = ("File from the client: {name}", "Файл от клиента: {name}"),
        [TextName.FileNotAttached] = ("File from the client, not attached ({reason}): {name}", "Файл от клиента, не приложен ({reason}): {name}"),
        [TextName.FileGone] = ("it is not at its address any more", "по ссылке его больше нет"),
        [TextName.FileAccessRefused] = ("its address does not give it out", "доступ по ссылке закрыт"),
        [TextName.FileTooLarge] = ("it is too large", "он слишком большой"),
        [TextName.FileForbidden] = ("its address may not be called", "обращаться по этой ссылке запрещено"),
        [TextName.FileEmpty] = ("it is empty", "он пустой"),
        [TextName.FileNotReached] = ("it could not be fetched", "его не удалось загрузить"),
        [TextName.FileNotTaken] = ("the helpdesk did not take it", "система поддержки его не приняла"),
        [TextName.ClientLeft] = ("The client closed the chat.", "Клиент закрыл чат."),
        [TextName.ClientGone] = (
            "The client has left the chat; this message was not delivered: {text}",
            "Клиент вышел из чата; это сообщение не доставлено: {text}"),
        [TextName.HandedOverAgain] = ("The bot handed the chat over again.", "Бот передал чат повторно."),
        [TextName.ContextAttributes] = ("What the bot knows about the client:", "Что бот знает о клиенте:"),
        [TextName.ContextCustomData] = ("Data from the bot:", "Данные от бота:"),
        [TextName.ReplyNotDelivered] = (
            "This message could not be delivered to the client ({reason}): {text}",
            "Сообщение не доставлено клиенту ({reason}): {text}"),
        [TextName.CloseNotDelivered] = (
            "The chat could not be closed on the client's side ({reason}).",
            "Не удалось закрыть чат на стороне клиента ({reason})."),
        [TextName.ReplyDelayed] = (
            "The last message has not reached the client yet ({reason}). It will be delivered as soon as possible; there is no need to repeat it.",
            "Последнее сообщение ещё не доставлено клиенту ({reason}). Оно будет доставлено, как только это станет возможно; повторять его не нужно."),
        [TextName.AgentFileInfected] = (
            "The file {name} was not sent to the client: the helpdesk found malware in it.",
            "Файл {name} не отправлен клиенту: проверка нашла в нём вредоносный код."),
        [TextName.AgentFileTooLarge] = (
            "The file {name} was not sent to the client: it is larger than {limit}.",
            "Файл {name} не отправлен клиенту: он больше {limit}."),
        [TextName.MessageNotDelivered] = (
            "Your message could not be delivered. Please try again later.",
            "Ваше сообщение не доставлено. Пожалуйста, попробуйте позже."),
        [TextName.FileNotDelivered] = (
            "Your file could not be delivered. Please try again later.",
            "Ваш файл не доставлен. Пожалуйста, попробуйте позже."),
        [TextName.AgentJoined] = ("", ""),
        [TextName.AgentChanged] = ("", ""),
        [TextName.Waiting] = ("", ""),
        [TextName.ChatClosed] = ("", ""),
        [TextName.IdleClosed] = (
            "The chat was closed because nobody has written for a while. If you still need help, just write again.",
            "Чат закрыт, потому что в нём давно никто не писал. Если помощь ещё нужна, просто напишите снова."),
        [TextName.IdleNote] = (
            "The chat was closed because nobody had written for a while.",
            "Чат закрыт, потому что в нём давно никто не писал."),
        [TextName.Offline] = (
            "Our agents are not here at the moment. Your message is kept and will be answered as soon as they are back.",
            "Сейчас операторов нет на месте. Ваше сообщение сохранено, вам ответят, как только они вернутся."),
    };

    public static IReadOnlyCollection<string> Names { get; } = Enum.GetNames<TextName>();

    /// <summary>The text of a notice to the client; <c>{name}</c> in it is whom or what it is about.</summary>
    public static string Say(this ChannelOptions channel, Notice notice, string? about = null) =>
        channel.Say(Enum.Parse<TextName>(notice.ToString()), ("name", about ?? ""));

    /// <summary>The text in the channel's language or wording, its <c>{placeholders}</c> filled in; empty when it shall not be said.</summary>
    public static string Say(this ChannelOptions channel, TextName name, params ReadOnlySpan<(string Placeholder, string Value)> values)
    {
        var (en, ru) = Built[name];
        var text = channel.Texts.TryGetValue(name.ToString(), out var own) ? own
            : channel.Texts.TryGetValue(LanguageKey, out var language) && language.Equals("ru", StringComparison.OrdinalIgnoreCase) ? ru
            : en;
        return Placeholders.Fill(text, values);
    }
}

/// <summary>Names of the texts, as set under <c>Channels:{channel}:Texts</c>.</summary>
internal enum TextName
{
    /// <summary>First comment of a ticket whose client has not written yet.</summary>
    NoFirstMessage,

    /// <summary>Line of a comment that a client's file is attached to.</summary>
    ClientFile,

    /// <summary>Line above the link of a client's file that could not be attached.</summary>
    FileNotAttached,

    /// <summary>Reason: the file is not at its address any more.</summary>
    FileGone,

    /// <summary>Reason: the file's address refused to give it out.</summary>
    FileAccessRefused,

    /// <summary>Reason: the file is larger than <c>Bridge:MaxFileBytes</c>.</summary>
    FileTooLarge,

    /// <summary>Reason: the file's address is not a public one.</summary>
    FileForbidden,

    /// <summary>Reason: the file is empty.</summary>
    FileEmpty,

    /// <summary>Reason: the file's host did not answer, or broke off.</summary>
    FileNotReached,

    /// <summary>Reason: the helpdesk refused the file.</summary>
    FileNotTaken,

    /// <summary>Internal note: the client closed the chat.</summary>
    ClientLeft,

    /// <summary>Internal note: an agent's text came after the end.</summary>
    ClientGone,

    /// <summary>Internal note: the same client was handed over again while the chat is open.</summary>
    HandedOverAgain,

    /// <summary>Heading in an internal note: the attributes the bot gave, or which of them changed.</summary>
    ContextAttributes,

    /// <summary>Heading in an internal note: the custom data the bot gave, or what of it changed.</summary>
    ContextCustomData,

    /// <summary>Internal note: an agent's message will not reach the client.</summary>
    ReplyNotDelivered,

    /// <summary>Internal note: the client's side could not be told that the chat is closed.</summary>
    CloseNotDelivered,

    /// <summary>Internal note: an agent's message has not reached the client yet.</summary>
    ReplyDelayed,

    /// <summary>Internal note: an agent's file is not sent to the client because of malware in it.</summary>
    AgentFileInfected,

    /// <summary>Internal note: an agent's file is not sent to the client because it is too large.</summary>
    AgentFileTooLarge,

    /// <summary>To the client: a message did not reach an agent.</summary>
    MessageNotDelivered,

    /// <summary>To the client: a file did not reach an agent.</summary>
    FileNotDelivered,

    /// <summary>To the client: the first agent takes care of the chat; off unless set.</summary>
    AgentJoined,

    /// <summary>To the client: another agent took over; off unless set.</summary>
    AgentChanged,

    /// <summary>To the client: no agent has answered yet; off unless set.</summary>
    Waiting,

    /// <summary>To the client: the agents ended the chat; off unless set.</summary>
    ChatClosed,

    /// <summary>To the client: the chat was closed because nobody had written.</summary>
    IdleClosed,

    /// <summary>Internal note: the chat was closed because nobody had written.</summary>
    IdleNote,

    /// <summary>To the client: the channel is outside its business hours.</summary>
    Offline,
}
