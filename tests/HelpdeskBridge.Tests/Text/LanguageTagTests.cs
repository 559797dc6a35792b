using HelpdeskBridge.Text;

namespace HelpdeskBridge.Tests.Text;

public sealed class LanguageTagTests
{
    [Theory]
    [InlineData("ru", "ru")]
    [InlineData("EN", "en")]
    [InlineData("de-AT", "de")]
    [InlineData("pt_BR", "pt")]
    [InlineData("zh-Hans-CN", "zh")]
    [InlineData("ru_RU.UTF-8", "ru")]
    [InlineData(" fil ", "fil")]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("-", null)]
    [InlineData("german", null)]
    [InlineData("d", null)]
    [InlineData("r1", null)]
    [InlineData("ру", null)]
    [InlineData("de AT", null)]
    public void Of_a_tag_the_language_is_known(string? tag, string? language) => LanguageTag.GetLanguage(tag).ShouldBe(language);
}
