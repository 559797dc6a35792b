using HelpdeskBridge.Conversations;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Channels;

/// <summary>
/// Every text that the bridge itself shows to people, in each language. The settings of a channel can replace each text. An empty text is not
/// sent or written.
/// </summary>
internal static class TextCatalogue
{
    public const string LanguageKey = "Language";

    private const string Position = "position";

    public static readonly string[] Languages = ["en", "ru"];

    private static readonly Dictionary<TextName, (string En, string Ru)> Defaults = new()
    {
        [TextName.NoFirstMessage] = (
            "The chat was handed over. The client has not written anything yet.",
            "Чат передан оператору. Клиент пока ничего не написал."),
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
        [TextName.Rated] = ("The client rated the chat: {score}", "Клиент оценил чат: {score}"),
        [TextName.ClientGone] = (
            "The client has left the chat; this message was not delivered: {text}",
            "Клиент вышел из чата; это сообщение не доставлено: {text}"),
        [TextName.HandedOverAgain] = ("The bot handed the chat over again.", "Бот передал чат повторно."),
        [TextName.ChatBegunAgain] = ("The client has come back: another chat begins here.", "Клиент вернулся: здесь начинается новый чат."),
        [TextName.MoveRefused] = (
            "The ticket could not be moved to the group that the bot chose ({reason}).",
            "Не удалось передать тикет в группу, которую выбрал бот ({reason})."),
        [TextName.Transcript] = ("What was said before:", "Что было сказано раньше:"),
        [TextName.TranscriptContinued] = ("What was said before, continued:", "Что было сказано раньше, продолжение:"),
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
            "Последнее сообщение ещё не доставлено клиенту ({reason}). "
                + "Оно будет доставлено, как только это станет возможно; повторять его не нужно."),
        [TextName.AgentFileInfected] = (
            "The file {name} was not sent to the client: the helpdesk found malware in it.",
            "Файл {name} не отправлен клиенту: проверка нашла в нём вредоносный код."),
        [TextName.AgentFileTooLarge] = (
            "The file {name} was not sent to the client: it is larger than {limit}.",
            "Файл {name} не отправлен клиенту: он больше {limit}."),
        [TextName.CommentNotForwarded] = (
            "A public comment was not sent to the client: {reason}.",
            "Публичный комментарий не отправлен клиенту: {reason}."),
        [TextName.CommentEmpty] = ("it has no text and no file that can be sent", "в нём нет ни текста, ни файла, которые можно отправить"),
        [TextName.CommentUnreadable] = ("it can't be read", "его не удалось прочитать"),
        [TextName.CommentNotWritten] = ("it is not a written comment", "это не письменный комментарий"),
        [TextName.CommentNotByAgent] = ("its author is not an agent", "его автор не агент"),
        [TextName.CommentAboutMerge] = (
            "it seems to be about merged tickets and may quote another client",
            "похоже, он об объединении тикетов и может цитировать другого клиента"),
        [TextName.UnknownClient] = ("{name} ({id}) wrote:", "{name} ({id}) пишет:"),
        [TextName.RequesterNotTaken] = (
            "The bot named the client by {keys}, but the requester of this ticket is the bridge's own user: {reason}.",
            "Бот указал клиента ({keys}), но заявитель этого тикета — собственный пользователь моста: {reason}."),
        [TextName.RequesterEmail] = ("e-mail address", "адрес электронной почты"),
        [TextName.RequesterPhone] = ("phone number", "номер телефона"),
        [TextName.RequesterExternalId] = ("external id", "внешний идентификатор"),
        [TextName.RequesterInvalid] = ("the value is not valid", "значение недопустимо"),
        [TextName.RequesterAmbiguous] = ("several users of the helpdesk have it", "в системе поддержки несколько таких пользователей"),
        [TextName.RequesterContradiction] = ("this leads to different users", "по этим данным находятся разные пользователи"),
        [TextName.RequesterStaff] = ("it belongs to an agent", "это данные агента"),
        [TextName.RequesterSuspended] = ("the user is suspended", "этот пользователь заблокирован"),
        [TextName.RequesterRefused] = ("the helpdesk refused it", "система поддержки отказала"),
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
        [TextName.Returned] = (
            "The bot has the chat again, because the ticket has the tag {tag}. The ticket stays as it is.",
            "Чат снова ведёт бот, потому что у тикета есть тег {tag}. Тикет остаётся как есть."),
        [TextName.Escalated] = (
            "No agent has answered the client for {minutes} min.",
            "Клиенту никто не ответил уже {minutes} мин."),
        [TextName.EscalationRefused] = (
            "The helpdesk did not take {what} ({reason}).",
            "Система поддержки не приняла {what} ({reason})."),
        [TextName.Offline] = (
            "Our agents are not here at the moment. Your message is kept and will be answered as soon as they are back.",
            "Сейчас операторов нет на месте. Ваше сообщение сохранено, вам ответят, как только они вернутся."),
        [TextName.AdminLink] = ("The conversation in Helpdesk Bridge: {url}", "Диалог в Helpdesk Bridge: {url}"),
    };

    public static IReadOnlyCollection<string> Names { get; } = Enum.GetNames<TextName>();

    /// <summary>
    /// The text of a notice to the client. Its placeholder <c>{name}</c> stands for the agent or file that it is about, and <c>{position}</c> for the
    /// place in the queue.
    /// </summary>
    public static string GetText(this ChannelOptions channel, Notice notice, string? about = null) =>
        channel.GetText(Enum.Parse<TextName>(notice.ToString()), (notice == Notice.Waiting ? Position : "name", about ?? ""));

    /// <summary>Whether the text that asks a client to wait names the place in the queue.</summary>
    public static bool NamesPosition(ChannelOptions channel) =>
        channel.GetText(TextName.Waiting).Contains($"{{{Position}}}", StringComparison.Ordinal);

    /// <summary>The channel's own text, or the default text in the channel's language, with its placeholders replaced. It may be empty.</summary>
    public static string GetText(this ChannelOptions channel, TextName name, params ReadOnlySpan<(string Placeholder, string Value)> values)
    {
        var (en, ru) = Defaults[name];
        var text = channel.Texts.TryGetValue(name.ToString(), out var own) ? own
            : channel.Texts.TryGetValue(LanguageKey, out var language) && language.Equals("ru", StringComparison.OrdinalIgnoreCase) ? ru
            : en;
        return Placeholders.Fill(text, values);
    }
}
