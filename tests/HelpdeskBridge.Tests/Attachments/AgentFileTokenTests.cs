using System.Text;
using HelpdeskBridge.Attachments;

namespace HelpdeskBridge.Tests.Attachments;

/// <summary>The secret part of a file's link: valid only as it was made, with its name and with a key.</summary>
public sealed class AgentFileTokenTests
{
    private static readonly byte[] Key = "a-key-of-the-tests-long-enough"u8.ToArray();
    private static readonly byte[] Other = "another-key-of-the-tests-too"u8.ToArray();
    private static readonly AgentFileClaim Claim =
        new("0193a0b1c2d37e4f8a9b0c1d2e3f4a5b", new DateTimeOffset(2026, 12, 23, 10, 0, 0, 500, TimeSpan.Zero));
    private const string Name = "map.png";

    [Theory]
    [InlineData("0193a0b1c2d37e4f8a9b0c1d2e3f4a5b", "map.png")]
    [InlineData("m1", "Карта 1.png")]
    [InlineData("m12", "a")]
    public void A_token_that_was_made_can_be_read(string id, string name)
    {
        var claim = Claim with { MessageId = id };
        var token = AgentFileToken.Create(Key, claim, name);

        AgentFileToken.Read([Key], token, name).ShouldBe(claim);
        AgentFileToken.Read([Other, Key], token, name).ShouldBe(claim);
        AgentFileToken.Create(Key, claim, name).ShouldBe(token, "the same at every repetition");
        token.ShouldAllBe(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_');
    }

    [Fact]
    public void Without_the_key_a_token_is_refused()
    {
        AgentFileToken.Read([Other], AgentFileToken.Create(Key, Claim, Name), Name).ShouldBeNull();
        AgentFileToken.Read([], AgentFileToken.Create(Key, Claim, Name), Name).ShouldBeNull();
    }

    [Theory]
    [InlineData("map.pnG")]
    [InlineData("map.png ")]
    [InlineData("")]
    [InlineData("map.exe")]
    public void With_another_name_a_token_is_refused(string name) =>
        AgentFileToken.Read([Key], AgentFileToken.Create(Key, Claim, Name), name).ShouldBeNull();

    [Fact]
    public void A_token_with_any_character_changed_is_refused()
    {
        foreach (var id in new[] { Claim.MessageId, "m1", "m12", "m123" })
        {
            var token = AgentFileToken.Create(Key, Claim with { MessageId = id }, Name);
            for (var i = 0; i < token.Length; i++)
            {
                foreach (var letter in "A-_z9=+/ .")
                {
                    if (token[i] != letter)
                        AgentFileToken.Read([Key], $"{token[..i]}{letter}{token[(i + 1)..]}", Name).ShouldBeNull($"{letter} at {i}");
                }
            }
        }
    }

    [Theory]
    [InlineData("{0}=")]
    [InlineData("{0}==")]
    [InlineData("{0}A")]
    [InlineData("{0}AAAA")]
    [InlineData(" {0}")]
    [InlineData("{0}\n")]
    [InlineData("A{0}")]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("\u00e9")]
    public void A_token_with_anything_added_is_refused(string pattern) =>
        AgentFileToken.Read([Key], string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern,
            AgentFileToken.Create(Key, Claim with { MessageId = "m12" }, Name)), Name).ShouldBeNull();

    [Fact]
    public void A_huge_token_is_refused() => AgentFileToken.Read([Key], new string('A', 100_000), Name).ShouldBeNull();

    [Fact]
    public void No_character_can_be_moved_between_the_message_id_and_the_name() =>
        AgentFileToken.Create(Key, Claim with { MessageId = "ab" }, "c.png")[..40]
            .ShouldNotBe(AgentFileToken.Create(Key, Claim with { MessageId = "a" }, "bc.png")[..40]);

    [Fact]
    public void A_token_with_a_later_expiry_is_refused()
    {
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(AgentFileToken.Create(Key, Claim, Name));
        bytes[34]++;
        AgentFileToken.Read([Key], System.Buffers.Text.Base64Url.EncodeToString(bytes), Name).ShouldBeNull();
        Encoding.UTF8.GetString(bytes.AsSpan(40)).ShouldBe(Claim.MessageId);
    }
}
