using System.Text;
using FsCheck.Xunit;
using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Rules;

public sealed class TextSplitterTests
{
    [Theory]
    [InlineData("", 10, "")]
    [InlineData("short", 10, "short")]
    [InlineData("0123456789", 10, "0123456789")]
    [InlineData("0123456789a", 10, "0123456789|a")]
    [InlineData("one two three", 8, "one two |three")]
    [InlineData("a bcdefghijk", 8, "a bcdefg|hijk")]
    [InlineData("line one\nline two", 10, "line one\n|line two")]
    [InlineData("ééééé", 4, "éé|éé|é")]
    [InlineData("😀😀😀", 4, "😀|😀|😀")]
    [InlineData("😀😀😀", 7, "😀|😀|😀")]
    public void A_text_is_cut_at_the_last_good_place(string text, int mostBytes, string parts) =>
        string.Join('|', TextSplitter.Split(text, mostBytes)).ShouldBe(parts);

    [Theory]
    [InlineData(59_999, 1)]
    [InlineData(60_000, 1)]
    [InlineData(60_001, 2)]
    [InlineData(120_001, 3)]
    public void The_limit_of_one_comment_is_60000_bytes(int characters, int parts) =>
        TextSplitter.Split(new string('x', characters)).Count.ShouldBe(parts);

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
