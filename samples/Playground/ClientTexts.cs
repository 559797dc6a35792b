namespace HelpdeskBridge.Playground;

/// <summary>
/// The notices to clients that the playground shows and that are off by default, in the channel's language and in those that a client may have here.
/// Those that are on by default exist in more languages.
/// </summary>
internal static class ClientTexts
{
    /// <summary>The attribute in which the bot names the client's language.</summary>
    public const string Attribute = "language";

    private static readonly string[] Names = ["AgentJoined", "AgentChanged", "Waiting", "ChatClosed"];

    private static readonly (string? Language, string[] Texts)[] ByLanguage =
    [
        (null,
        [
            "{name} is here for you.", "{name} takes over.", "All our agents are busy. You are number {position} in the queue.",
            "The chat is over. Thank you!",
        ]),
        ("de",
        [
            "{name} ist für Sie da.", "{name} übernimmt.",
            "Alle unsere Mitarbeiter sind im Gespräch. Sie sind Nummer {position} in der Warteschlange.", "Der Chat ist beendet. Vielen Dank!",
        ]),
        ("es",
        [
            "{name} le atiende.", "{name} continúa la conversación.", "Todos nuestros agentes están ocupados. Es el número {position} de la cola.",
            "El chat ha terminado. ¡Gracias!",
        ]),
        ("ru",
        [
            "Вам поможет {name}.", "Разговор продолжит {name}.", "Все операторы заняты. Ваш номер в очереди: {position}.",
            "Чат завершён. Спасибо!",
        ]),
    ];

    public static IEnumerable<string> ToArguments(string channel) =>
        from texts in ByLanguage
        let section = texts.Language is null ? "Texts" : $"Language:Texts:{texts.Language}"
        from text in Names.Zip(texts.Texts)
        select $"--Channels:{channel}:{section}:{text.First}={text.Second}";
}
