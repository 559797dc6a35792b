using System.Text;
using FsCheck.Xunit;
using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Conversations;

public sealed class TextSplitterTests
{
    [Theory]
    [InlineData("", 10, new[] { "" })]
    [InlineData("short", 10, new[] { "short" })]
    [InlineData("0123456789", 10, new[] { "0123456789" })]
    [InlineData("0123456789a", 10, new[] { "0123456789", "a" })]
    [InlineData("one two three", 8, new[] { "one two ", "three" })]
    [InlineData("a bcdefghijk", 8, new[] { "a bcdefg", "hijk" })]
    [InlineData("line one\nline two", 10, new[] { "line one\n", "line two" })]
    [InlineData("ééééé", 4, new[] { "éé", "éé", "é" })]
    [InlineData("😀😀😀", 4, new[] { "😀", "😀", "😀" })]
    [InlineData("😀😀😀", 7, new[] { "😀", "😀", "😀" })]
    [InlineData("one.\n\ntwo\nthree four", 18, new[] { "one.\n\ntwo\n", "three four" })]
    [InlineData("first one\n\ntwo\nthree four", 18, new[] { "first one\n\n", "two\nthree four" })]
    [InlineData("It is. So it goes on", 12, new[] { "It is. ", "So it goes ", "on" })]
    [InlineData("It is so. It goes on", 14, new[] { "It is so. ", "It goes on" })]
    [InlineData("👨‍👩‍👧👨‍👩‍👧", 30, new[] { "👨‍👩‍👧", "👨‍👩‍👧" })]
    [InlineData("abcd efghijklm", 10, new[] { "abcd efghi", "jklm" })]
    [InlineData("abcde fghijklm", 10, new[] { "abcde ", "fghijklm" })]
    [InlineData("👨‍👩‍👧", 8, new[] { "👨\u200D", "👩\u200D", "👧" })]
    [InlineData("ab👨‍👩‍👧", 18, new[] { "ab", "👨‍👩‍👧" })]
    [InlineData("a😀", 4, new[] { "a", "😀" })]
    [InlineData("😀a", 3, new[] { "😀", "a" })]
    [InlineData("e\u0301ee", 3, new[] { "e\u0301", "ee" })]
    public void A_text_is_cut_at_the_last_good_place(string text, int maxBytes, string[] parts) =>
        TextSplitter.Split(text, maxBytes).ShouldBe(parts);

    [Theory]
    [InlineData(59_999, 1)]
    [InlineData(60_000, 1)]
    [InlineData(60_001, 2)]
    [InlineData(120_001, 3)]
    public void The_limit_of_one_comment_is_60000_bytes(int characters, int parts) =>
        TextSplitter.Split(new string('x', characters)).Count.ShouldBe(parts);

    [Theory]
    [InlineData("", 10, new string[0])]
    [InlineData("  short \n", 10, new[] { "  short \n" })]
    [InlineData("one two  three", 8, new[] { "one two", "three" })]
    [InlineData("  lead and tail  ", 9, new[] { "  lead", "and tail" })]
    [InlineData("one\n\n\n   two", 7, new[] { "one", "two" })]
    [InlineData("one            \u200B         two", 6, new[] { "one", "two" })]
    [InlineData("😀😀😀", 3, new[] { "😀", "😀", "😀" })]
    [InlineData(" \u200B\n", 10, new string[0])]
    public void For_a_messenger_white_space_at_the_cuts_is_dropped(string text, int maxUnits, string[] parts) =>
        TextSplitter.SplitForMessenger(text, maxUnits).ShouldBe(parts);

    [Theory]
    [InlineData(4096, 1)]
    [InlineData(4097, 2)]
    [InlineData(10_000, 3)]
    public void The_limit_of_one_message_is_4096_units(int characters, int parts) =>
        TextSplitter.SplitForMessenger(new string('ы', characters)).Count.ShouldBe(parts);

    /// <summary>What a helpdesk would interpret is broken up by a character of three bytes, and each line is indented.</summary>
    [Theory]
    [InlineData('x', 1)]
    [InlineData('\n', 5)]
    [InlineData('\r', 5)]
    [InlineData('\f', 5)]
    [InlineData('{', 5)]
    [InlineData('`', 5)]
    [InlineData('\u0085', 6)]
    [InlineData('\u2028', 7)]
    [InlineData('\u2029', 7)]
    public void In_a_note_some_characters_take_more_bytes(char character, int bytes)
    {
        var longest = new string(character, 56_000 / bytes);

        TextSplitter.SplitForNotes(longest).ShouldBe([longest]);
        TextSplitter.SplitForNotes(longest + character).Count.ShouldBe(2);
    }

    /// <summary>At most 64 units are looked at as one character. The limit may be within an accent of two units.</summary>
    [Fact]
    public void A_long_row_of_accents_of_two_units_is_cut_between_them()
    {
        for (var first = 0; first < 70; first++)
        {
            var text = "x" + new string('\u0301', first) + string.Concat(Enumerable.Repeat("\U0001D167", 100));
            var parts = TextSplitter.Split(text, 300);

            string.Concat(parts).ShouldBe(text);
            foreach (var part in parts)
                part.EnumerateRunes().ShouldNotContain(Rune.ReplacementChar, $"after {first} accents");
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_is_a_character_too() =>
        TextSplitter.Split("\uD83D\uD83D\uD83D", 6).ShouldBe(["\uD83D\uD83D", "\uD83D"]);

    [Fact]
    public void A_long_row_of_accents_may_be_cut_between_any_two() =>
        TextSplitter.Split("x" + new string('\u0301', 200), 200)[0].Length.ShouldBe(64);

    [Theory]
    [InlineData(' ')]
    [InlineData('\u0301')]
    [InlineData('\n')]
    public void A_megabyte_of_the_same_is_cut_without_delay(char letter) =>
        string.Concat(TextSplitter.Split("x" + new string(letter, 1_000_000))).Length.ShouldBe(1_000_001);

    [Property(MaxTest = 300)]
    public void Nothing_but_white_space_is_lost_on_the_way_to_a_messenger(string? given, byte limit)
    {
        var text = given ?? "";
        var parts = TextSplitter.SplitForMessenger(text, Bytes(limit));

        parts.ShouldAllBe(part => part.Length <= Bytes(limit) && part.Length > 0);
        Visible(string.Concat(parts)).ShouldBe(Visible(text));

        static string Visible(string all) =>
            string.Concat(all.EnumerateRunes().Where(rune => !TextSplitter.IsBlank(rune.ToString())).Select(rune => rune.ToString()));
    }

    [Property(MaxTest = 300)]
    public void The_parts_joined_are_the_text(string? given, byte limit)
    {
        var text = given ?? "";

        string.Concat(TextSplitter.Split(text, Bytes(limit))).ShouldBe(text);
    }

    [Property(MaxTest = 300)]
    public void No_part_is_longer_than_the_limit_nor_empty(string? given, byte limit)
    {
        var parts = TextSplitter.Split(given ?? "", Bytes(limit));

        parts.ShouldAllBe(part => Encoding.UTF8.GetByteCount(part) <= Bytes(limit));
        if (parts.Count > 1)
            parts.ShouldAllBe(part => part.Length > 0);
    }

    [Property(MaxTest = 300)]
    public void A_surrogate_pair_stays_whole(bool[] faces, byte limit)
    {
        var text = string.Concat(faces.Select(face => face ? "😀" : "a "));

        foreach (var part in TextSplitter.Split(text, Bytes(limit)))
            part.EnumerateRunes().ShouldNotContain(Rune.ReplacementChar);
    }

    /// <summary>At least room for one character of any kind.</summary>
    private static int Bytes(byte limit) => 4 + (limit % 40);
}
