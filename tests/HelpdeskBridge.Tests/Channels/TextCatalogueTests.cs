using System.Text.RegularExpressions;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Tests.Channels;

public sealed partial class TextCatalogueTests
{
    [Theory]
    [InlineData("NoFirstMessage", "The chat was handed over. The client has not written anything yet.",
        "Чат передан оператору. Клиент пока ничего не написал.")]
    [InlineData("ClientFile", "File from the client: {name}", "Файл от клиента: {name}")]
    [InlineData("FileNotAttached", "File from the client, not attached ({reason}): {name}", "Файл от клиента, не приложен ({reason}): {name}")]
    [InlineData("FileGone", "it is not at its address any more", "по ссылке его больше нет")]
    [InlineData("FileAccessRefused", "its address does not give it out", "доступ по ссылке закрыт")]
    [InlineData("FileTooLarge", "it is too large", "он слишком большой")]
    [InlineData("FileForbidden", "its address may not be called", "обращаться по этой ссылке запрещено")]
    [InlineData("FileEmpty", "it is empty", "он пустой")]
    [InlineData("FileNotReached", "it could not be fetched", "его не удалось загрузить")]
    [InlineData("FileNotTaken", "the helpdesk did not take it", "система поддержки его не приняла")]
    [InlineData("ClientLeft", "The client closed the chat.", "Клиент закрыл чат.")]
    [InlineData("Rated", "The client rated the chat: {score}", "Клиент оценил чат: {score}")]
    [InlineData("ClientGone", "The client has left the chat; this message was not delivered: {text}",
        "Клиент вышел из чата; это сообщение не доставлено: {text}")]
    [InlineData("ChatBegunAgain", "The client has come back: another chat begins here.", "Клиент вернулся: здесь начинается новый чат.")]
    [InlineData("HandedOverAgain", "The bot handed the chat over again.", "Бот передал чат повторно.")]
    [InlineData("MoveRefused", "The ticket could not be moved to the group that the bot chose ({reason}).",
        "Не удалось передать тикет в группу, которую выбрал бот ({reason}).")]
    [InlineData("Transcript", "What was said before:", "Что было сказано раньше:")]
    [InlineData("TranscriptContinued", "What was said before, continued:", "Что было сказано раньше, продолжение:")]
    [InlineData("ContextAttributes", "What the bot knows about the client:", "Что бот знает о клиенте:")]
    [InlineData("ContextCustomData", "Data from the bot:", "Данные от бота:")]
    [InlineData("ReplyNotDelivered", "This message could not be delivered to the client ({reason}): {text}",
        "Сообщение не доставлено клиенту ({reason}): {text}")]
    [InlineData("CloseNotDelivered", "The chat could not be closed on the client's side ({reason}).",
        "Не удалось закрыть чат на стороне клиента ({reason}).")]
    [InlineData(
        "ReplyDelayed",
        "The last message has not reached the client yet ({reason}). It will be delivered as soon as possible; there is no need to repeat it.",
        "Последнее сообщение ещё не доставлено клиенту ({reason}). Оно будет доставлено, как только это станет возможно; повторять его не нужно.")]
    [InlineData(
        "AgentFileInfected",
        "The file {name} was not sent to the client: the helpdesk found malware in it.",
        "Файл {name} не отправлен клиенту: проверка нашла в нём вредоносный код.")]
    [InlineData("AgentFileTooLarge", "The file {name} was not sent to the client: it is larger than {limit}.",
        "Файл {name} не отправлен клиенту: он больше {limit}.")]
    [InlineData("CommentNotForwarded", "A public comment was not sent to the client: {reason}.",
        "Публичный комментарий не отправлен клиенту: {reason}.")]
    [InlineData("CommentEmpty", "it has no text and no file that can be sent", "в нём нет ни текста, ни файла, которые можно отправить")]
    [InlineData("CommentUnreadable", "it can't be read", "его не удалось прочитать")]
    [InlineData("CommentNotWritten", "it is not a written comment", "это не письменный комментарий")]
    [InlineData("CommentNotByAgent", "its author is not an agent", "его автор не агент")]
    [InlineData("CommentAboutMerge", "it seems to be about merged tickets and may quote another client",
        "похоже, он об объединении тикетов и может цитировать другого клиента")]
    [InlineData("UnknownClient", "{name} ({id}) wrote:", "{name} ({id}) пишет:")]
    [InlineData(
        "RequesterNotTaken",
        "The bot named the client by {keys}, but the requester of this ticket is the bridge's own user: {reason}.",
        "Бот указал клиента ({keys}), но заявитель этого тикета — собственный пользователь моста: {reason}.")]
    [InlineData("RequesterEmail", "e-mail address", "адрес электронной почты")]
    [InlineData("RequesterPhone", "phone number", "номер телефона")]
    [InlineData("RequesterExternalId", "external id", "внешний идентификатор")]
    [InlineData("RequesterInvalid", "the value is not valid", "значение недопустимо")]
    [InlineData("RequesterAmbiguous", "several users of the helpdesk have it", "в системе поддержки несколько таких пользователей")]
    [InlineData("RequesterContradiction", "this leads to different users", "по этим данным находятся разные пользователи")]
    [InlineData("RequesterStaff", "it belongs to an agent", "это данные агента")]
    [InlineData("RequesterSuspended", "the user is suspended", "этот пользователь заблокирован")]
    [InlineData("RequesterRefused", "the helpdesk refused it", "система поддержки отказала")]
    [InlineData("MessageNotDelivered", "Your message could not be delivered. Please try again later.",
        "Ваше сообщение не доставлено. Пожалуйста, попробуйте позже.")]
    [InlineData(
        "FileNotDelivered", "Your file could not be delivered. Please try again later.", "Ваш файл не доставлен. Пожалуйста, попробуйте позже.")]
    [InlineData("AgentJoined", "", "")]
    [InlineData("AgentChanged", "", "")]
    [InlineData("Waiting", "", "")]
    [InlineData("ChatClosed", "", "")]
    [InlineData("AdminLink", "The conversation in Helpdesk Bridge: {url}", "Диалог в Helpdesk Bridge: {url}")]
    [InlineData(
        "IdleClosed",
        "The chat was closed because nobody has written for a while. If you still need help, just write again.",
        "Чат закрыт, потому что в нём давно никто не писал. Если помощь ещё нужна, просто напишите снова.")]
    [InlineData("IdleNote", "The chat was closed because nobody had written for a while ({time}).",
        "Чат закрыт, потому что в нём давно никто не писал ({time}).")]
    [InlineData(
        "Returned",
        "The bot has the chat again, because the ticket has the tag {tag}. The ticket stays as it is.",
        "Чат снова ведёт бот, потому что у тикета есть тег {tag}. Тикет остаётся как есть.")]
    [InlineData("Escalated", "No agent has answered the client for {minutes} min.", "Клиенту никто не ответил уже {minutes} мин.")]
    [InlineData("EscalationRefused", "The helpdesk did not take {what} ({reason}).", "Система поддержки не приняла {what} ({reason}).")]
    [InlineData(
        "Offline",
        "Our agents are not here at the moment. Your message is kept and will be answered as soon as they are back.",
        "Сейчас операторов нет на месте. Ваше сообщение сохранено, вам ответят, как только они вернутся.")]
    [InlineData("Minutes", "{count, plural, one {# minute} other {# minutes}}",
        "{count, plural, one {# минута} few {# минуты} many {# минут} other {# минуты}}")]
    [InlineData(
        "Hours", "{count, plural, one {# hour} other {# hours}}", "{count, plural, one {# час} few {# часа} many {# часов} other {# часа}}")]
    [InlineData("Days", "{count, plural, one {# day} other {# days}}", "{count, plural, one {# день} few {# дня} many {# дней} other {# дня}}")]
    public void Each_text_exists_in_both_languages(string name, string en, string ru)
    {
        var text = Enum.Parse<TextName>(name);

        Channel().GetText(text).ShouldBe(en);
        Channel(("Language", "en")).GetText(text).ShouldBe(en);
        Channel(("Language", "ru")).GetText(text).ShouldBe(ru);
        Channel(("language", "RU")).GetText(text).ShouldBe(ru);
    }

    [Fact]
    public void Every_text_of_the_catalogue_has_its_row_above() =>
        typeof(TextCatalogueTests).GetMethod(nameof(Each_text_exists_in_both_languages))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(row => (string)row.Data[0]!)
            .ShouldBe(TextCatalogue.Names, ignoreOrder: true);

    [Fact]
    public void The_languages_are_those_that_have_a_file() =>
        typeof(TextCatalogue).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("HelpdeskBridge.Texts.", StringComparison.Ordinal)).Select(name => name.Split('.')[2])
            .ShouldBe(TextCatalogue.Languages, ignoreOrder: true);

    /// <summary>A translator who opens two files side by side finds the same text in the same line.</summary>
    [Theory]
    [MemberData(nameof(EachLanguage))]
    public void Each_language_has_every_text_once_in_the_order_of_the_first_language(string language) =>
        TextCatalogue.GetTexts(language).Keys.ShouldBe(TextCatalogue.GetTexts(TextCatalogue.Languages[0]).Keys);

    [Theory]
    [MemberData(nameof(EachLanguage))]
    public void Each_language_has_the_same_placeholders_and_the_same_empty_texts(string language)
    {
        foreach (var (name, first) in TextCatalogue.GetTexts(TextCatalogue.Languages[0]))
        {
            var text = TextCatalogue.GetTexts(language)[name];
            GetPlaceholders(text).ShouldBe(GetPlaceholders(first), $"{name}");
            (text.Trim().Length == 0).ShouldBe(first.Length == 0, $"{name}");
            if (language != TextCatalogue.Languages[0] && first.Length > 0)
                text.ShouldNotBe(first, $"{name} is not translated");
        }
    }

    [Theory]
    [MemberData(nameof(EachLanguage))]
    public void Each_language_has_exactly_its_own_forms_for_numbers(string language)
    {
        foreach (var (name, text) in TextCatalogue.GetTexts(language))
        {
            PluralForms.Validate(text).ShouldBeNull($"{name}");
            foreach (var group in PluralForms.Read(text))
                group.Forms.Keys.ShouldBe(PluralRules.GetCategories(language), $"{name}");
        }

        PluralForms.Read(TextCatalogue.GetTexts(language)[TextName.Minutes]).ShouldHaveSingleItem().Placeholder.ShouldBe("count");
    }

    [Theory]
    [InlineData("en", "00:01:00", "1 minute")]
    [InlineData("en", "00:00:20", "1 minute")]
    [InlineData("en", "01:30:00", "90 minutes")]
    [InlineData("en", "1.12:00:00", "36 hours")]
    [InlineData("en", "2.00:00:00", "2 days")]
    [InlineData("ru", "00:21:00", "21 минута")]
    [InlineData("ru", "00:12:00", "12 минут")]
    [InlineData("ru", "04:00:00", "4 часа")]
    [InlineData("ru", "5.00:00:00", "5 дней")]
    [InlineData("de", "1.00:00:00", "1 Tag")]
    [InlineData("es", "02:00:00", "2 horas")]
    [InlineData("fr", "02:00:00", "2 heures")]
    [InlineData("pt", "2.00:00:00", "2 dias")]
    [InlineData("tr", "00:05:00", "5 dakika")]
    public void A_length_of_time_is_in_the_form_for_its_number(string language, string time, string words) =>
        Channel(("Language", language)).GetTime(TimeSpan.Parse(time)).ShouldBe(words);

    public static TheoryData<string> EachLanguage() => [.. TextCatalogue.Languages];

    [Theory]
    [InlineData("ClientLeft")]
    [InlineData("clientleft")]
    public void A_channels_own_text_wins_in_either_language(string name)
    {
        Channel((name, "Gone!")).GetText(TextName.ClientLeft).ShouldBe("Gone!");
        Channel((name, "Gone!"), ("Language", "ru")).GetText(TextName.ClientLeft).ShouldBe("Gone!");
        Channel((name, "Gone!")).GetText(TextName.HandedOverAgain).ShouldBe("The bot handed the chat over again.");
    }

    [Fact]
    public void An_empty_text_stays_empty() => Channel(("ClientLeft", "")).GetText(TextName.ClientLeft).ShouldBe("");

    [Theory]
    [InlineData("a.png", "File from the client: a.png")]
    [InlineData("", "File from the client: ")]
    [InlineData("{name}", "File from the client: {name}")]
    [InlineData("{0} $1 \\", "File from the client: {0} $1 \\")]
    public void Placeholders_are_filled_in_literally(string value, string text) =>
        Channel().GetText(TextName.ClientFile, ("name", value)).ShouldBe(text);

    [Fact]
    public void A_text_may_use_a_placeholder_often_or_not_at_all()
    {
        Channel(("ClientGone", "{text} / {text} / {other}")).GetText(TextName.ClientGone, ("text", "Hi")).ShouldBe("Hi / Hi / {other}");
        Channel(("ClientGone", "Too late")).GetText(TextName.ClientGone, ("text", "Hi")).ShouldBe("Too late");
    }

    private static string[] GetPlaceholders(string text) =>
        [.. Placeholder().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal)];

    private static ChannelOptions Channel(params (string Name, string Text)[] texts)
    {
        var channel = new ChannelOptions();
        foreach (var (name, text) in texts)
            channel.Texts[name] = text;
        return channel;
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}
