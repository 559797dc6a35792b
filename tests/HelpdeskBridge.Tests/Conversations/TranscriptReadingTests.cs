using FsCheck.Xunit;
using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>What becomes of a long first text: folded turns for the agent, and the client's last words.</summary>
public sealed class TranscriptReadingTests
{
    [Theory]
    [InlineData("Bot: Hello!\nClient: My order\nBot: Which one?\nClient: 4711", "4711")]
    [InlineData("Бот: Здравствуйте!\nКлиент: Где заказ?\nБот: Какой?", "Где заказ?")]
    [InlineData("User : one\nAssistant : two", "one")]
    [InlineData("[12:30] Bot: Hello!\n[12:31] Client: Hi\n[12:32] System: handed over", "Hi")]
    [InlineData("2026-11-23T12:30:00Z Bot: Hello!\n2026-11-23T12:31:00.123Z User: Hi", "Hi")]
    [InlineData("23.11.2026, 12:30 — Бот: Да?\n23.11.2026, 12:31 — Пользователь: Нет", "Нет")]
    [InlineData("11/23/26 12:30 PM | Agent: Yes?\n11/23/26 12:31 PM | Visitor: No", "No")]
    [InlineData("Bot (12:30): Yes?\nClient (12:31): No\nBot (12:32): Bye", "No")]
    [InlineData("**Bot:** Yes?\n**Client:** No", "No")]
    [InlineData("- Bot: Yes?\n- Client: No", "No")]
    [InlineData("→ Client: No\n← Bot: Yes", "No")]
    [InlineData("Bot: Yes?\nAnn: It is me", "It is me")]
    [InlineData("[12:30] Shop: Yes?\n[12:31] Somebody: It is me", "It is me")]
    [InlineData("[12:30] Shop: Yes?\n[12:31] Somebody: It is me\n[12:32] Bot: Bye", "It is me")]
    [InlineData("> Hello\n< Hi\n> Where is it?", "Where is it?")]
    [InlineData("12:30 Hello\n12:31 Where is it?", "Where is it?")]
    [InlineData("Client: http://shop.example.com/1\nBot: a: b", "http://shop.example.com/1")]
    [InlineData("[12:30] Client: mine\n[12:31] Somebody: theirs", "mine")]
    [InlineData("Client: first\nClient: second", "second")]
    [InlineData("Client: first\nClient: \nBot: yes", "first")]
    public void The_last_words_are_the_clients_last_turn_and_turns_of_one_line_stay_as_they_are(string text, string lastWords)
    {
        var transcript = Transcript.Read(text, "Ann");

        transcript.LastWords.ShouldBe(lastWords);
        transcript.Folded.ShouldBe(string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())));
    }

    [Theory]
    [InlineData("client", "Client")]
    [InlineData("customer", "Client")]
    [InlineData("user", "Client")]
    [InlineData("visitor", "Client")]
    [InlineData("guest", "Client")]
    [InlineData("human", "Client")]
    [InlineData("caller", "Client")]
    [InlineData("клиент", "Client")]
    [InlineData("пользователь", "Client")]
    [InlineData("покупатель", "Client")]
    [InlineData("заказчик", "Client")]
    [InlineData("посетитель", "Client")]
    [InlineData("гость", "Client")]
    [InlineData("абонент", "Client")]
    [InlineData("bot", "Other")]
    [InlineData("chatbot", "Other")]
    [InlineData("chat bot", "Other")]
    [InlineData("robot", "Other")]
    [InlineData("assistant", "Other")]
    [InlineData("virtual assistant", "Other")]
    [InlineData("ai", "Other")]
    [InlineData("agent", "Other")]
    [InlineData("operator", "Other")]
    [InlineData("support", "Other")]
    [InlineData("system", "Other")]
    [InlineData("бот", "Other")]
    [InlineData("чат-бот", "Other")]
    [InlineData("робот", "Other")]
    [InlineData("ассистент", "Other")]
    [InlineData("помощник", "Other")]
    [InlineData("виртуальный помощник", "Other")]
    [InlineData("оператор", "Other")]
    [InlineData("агент", "Other")]
    [InlineData("поддержка", "Other")]
    [InlineData("система", "Other")]
    [InlineData("note", null)]
    [InlineData("Ann", "Client")]
    public void A_line_that_begins_with_a_speaker_begins_a_turn(string name, string? speaker)
    {
        foreach (var head in new[] { name, name.ToUpperInvariant() })
        {
            TurnHead.Parse($"{head}: Hello", " ann ")?.Speaker.ToString().ShouldBe(speaker);
            TurnHead.Parse($"{head}: Hello", " ann ").ShouldBe(speaker is null
                ? null
                : new TurnHead(Enum.Parse<Speaker>(speaker), head.Length + 2));
        }
    }

    [Theory]
    [InlineData("12:34 Hello", null, false)]
    [InlineData("> Hello", '>', true)]
    [InlineData(">> Hello", '>', true)]
    [InlineData("-> Hello", '>', true)]
    [InlineData("=> Hello", '>', true)]
    [InlineData("→ Hello", '>', true)]
    [InlineData("< Hello", '<', true)]
    [InlineData("<< Hello", '<', true)]
    [InlineData("<- Hello", '<', true)]
    [InlineData("<= Hello", '<', true)]
    [InlineData("← Hello", '<', true)]
    [InlineData("12:34 → Hello", '>', false)]
    [InlineData("→ Bot: Hello", '>', false)]
    [InlineData("→ Somebody: Hello", '>', true)]
    [InlineData("Bot： Hello", null, false)]
    public void A_time_an_arrow_or_a_known_speaker_makes_a_head(string line, char? arrow, bool isArrowOnly)
    {
        var head = TurnHead.Parse(line, clientName: null).ShouldNotBeNull();

        (head.Arrow, head.IsArrowOnly, head.Length).ShouldBe((arrow, isArrowOnly, line.Length - "Hello".Length));
    }

    [Theory]
    [InlineData("Hello")]
    [InlineData("Note: Hello")]
    [InlineData("Hello, bot: how are you?")]
    [InlineData("Bot://example.com")]
    [InlineData(": Hello")]
    public void Other_lines_go_on_with_a_turn(string line) => TurnHead.Parse(line, clientName: null).ShouldBeNull();

    /// <summary>A head that would be longer is none, so that long lines cost no more than short ones.</summary>
    [Fact]
    public void A_head_is_within_the_first_160_characters()
    {
        TurnHead.Parse(new string(' ', 155) + "Bot: Hello", null).ShouldNotBeNull();
        TurnHead.Parse(new string(' ', 157) + "Bot: Hello", null).ShouldBeNull();
        TurnHead.Parse("→" + new string(' ', 155) + "Bot: Hello", null)!.Speaker.ShouldBe(Speaker.Other);
        TurnHead.Parse("→" + new string(' ', 156) + "Bot: Hello", null)!.Speaker.ShouldBe(Speaker.Unknown);
    }

    [Fact]
    public void A_client_without_a_name_does_not_speak_in_lines_without_one() =>
        TurnHead.Parse("12:34 Hello", " ")!.Speaker.ShouldBe(Speaker.Unknown);

    [Fact]
    public void A_turn_of_several_lines_is_one_line_of_the_note_and_keeps_its_lines_as_words()
    {
        var transcript = Transcript.Read(
            "\nThe chat\n\nof today\n\nBot: Hello!\r\nHow can I help?\r\n\r\nClient: My order\n\n  4711\nis late\nBot: I see", clientName: null);

        transcript.Folded.ShouldBe("The chat\n\nof today\nBot: Hello! ↵ How can I help?\nClient: My order ↵   4711 ↵ is late\nBot: I see");
        transcript.LastWords.ShouldBe("My order\n\n  4711\nis late");
    }

    [Theory]
    [InlineData("Note: this is a letter.\nPS: no chat at all.\n\nBye, Ann", "Bye, Ann")]
    [InlineData("> quoted\n> quoted too\n\nMy answer\nto that", "My answer\nto that")]
    [InlineData("Client: only one turn\nand nothing else", "Client: only one turn\nand nothing else")]
    [InlineData("one\n \ntwo \n\n", "two")]
    public void A_text_without_turns_is_left_as_it_is_and_its_last_paragraph_is_the_last_words(string text, string lastWords)
    {
        var transcript = Transcript.Read(text, "Ann");

        (transcript.Folded, transcript.LastWords).ShouldBe((text, lastWords));
    }

    [Fact]
    public void Of_a_long_paragraph_the_last_lines_are_taken_and_of_a_long_line_the_last_words()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 100).Select(number => $"{number} {new string('x', 96)}"));
        Transcript.Read(lines, null).LastWords.Split('\n').Length.ShouldBe(20);

        var words = string.Join(' ', Enumerable.Repeat("word", 2000));
        Transcript.Read(words, null).LastWords.ShouldBe("…" + string.Join(' ', Enumerable.Repeat("word", 400)));

        Transcript.Read(new string('x', 2001), null).LastWords.ShouldBe("…" + new string('x', 2000));
        Transcript.Read(new string('x', 2001) + "  \n", null).LastWords.ShouldBe("…" + new string('x', 2000));
        Transcript.Read(new string('x', 2000), null).LastWords.ShouldBe(new string('x', 2000));
        var emoji = string.Concat(Enumerable.Repeat("😀", 2000)) + "x";
        Transcript.Read(emoji, null).LastWords.ShouldBe("…" + string.Concat(Enumerable.Repeat("😀", 999)) + "x");
    }

    [Theory]
    [InlineData(999, 1000, true)]
    [InlineData(1000, 1000, false)]
    public void Lines_of_the_last_paragraph_are_taken_up_to_two_thousand_characters(int first, int second, bool areBothTaken)
    {
        var (one, two) = (new string('x', first), new string('y', second));

        Transcript.Read($"{one}\n{two}\n", null).LastWords.ShouldBe(areBothTaken ? $"{one}\n{two}" : two);
    }

    /// <summary>A ticket without a word of the client would begin with nothing.</summary>
    [Theory]
    [InlineData("Bye, Ann\n\u200B\n", "Bye, Ann")]
    [InlineData("\u200B", "")]
    public void A_line_that_shows_nothing_is_not_the_last_words(string text, string lastWords) =>
        Transcript.Read(text, null).LastWords.ShouldBe(lastWords);

    [Theory]
    [InlineData("", 100_000, false)]
    [InlineData("A letter\nof two lines\n", 100_000, false)]
    [InlineData("Client: only one turn\n", 100_000, false)]
    [InlineData("Bot: Hello!\nClient: Hi\n", 1000, false)]
    [InlineData("Bot: Hello!\nClient: Hi\n", 1001, true)]
    [InlineData("Client: Hello!\nClient: Hi\n", 4096, false)]
    [InlineData("[12:30] One: Hello!\n[12:31] Two: Hi\n", 4096, false)]
    [InlineData("[12:30] One: Hello!\n[12:31] Two: Hi\n", 4097, true)]
    public void A_text_is_a_transcript_if_both_sides_speak_in_it_or_if_it_has_turns_and_is_very_long(string start, int characters, bool isOne) =>
        (Transcript.Find(start.PadRight(characters, 'x'), null) is not null).ShouldBe(isOne);

    [Property(MaxTest = 300)]
    public void No_word_of_a_text_is_lost(string?[] lines)
    {
        var text = string.Join('\n', lines.Select((line, index) => (index % 3) switch { 0 => "Bot: ", 1 => "Client: ", _ => "" } + line));
        var expected = string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

        string.Concat(Transcript.Read(text, "Ann").Folded.Where(character => !char.IsWhiteSpace(character) && character != '↵'))
            .ShouldBe(expected.Replace("↵", "", StringComparison.Ordinal));
    }
}
