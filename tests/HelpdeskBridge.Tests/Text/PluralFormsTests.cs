using System.Globalization;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Tests.Text;

/// <summary>Forms of texts for numbers. The numbers are the samples of the Unicode CLDR for each category.</summary>
public sealed class PluralFormsTests
{
    [Theory]
    [InlineData("en", "one", 1)]
    [InlineData("en", "other", 0, 2, 16, 100, 1000, 1_000_000)]
    [InlineData("de", "one", 1)]
    [InlineData("de", "other", 0, 2, 16, 100, 1000, 1_000_000)]
    [InlineData("tr", "one", 1)]
    [InlineData("tr", "other", 0, 2, 16, 100, 1000, 1_000_000)]
    [InlineData("es", "one", 1)]
    [InlineData("es", "many", 1_000_000, 2_000_000)]
    [InlineData("es", "other", 0, 2, 16, 100, 1000, 1_000_001)]
    [InlineData("fr", "one", 0, 1)]
    [InlineData("fr", "many", 1_000_000, 2_000_000)]
    [InlineData("fr", "other", 2, 17, 100, 1000, 1_000_001)]
    [InlineData("pt", "one", 0, 1)]
    [InlineData("pt", "many", 1_000_000, 2_000_000)]
    [InlineData("pt", "other", 2, 17, 100, 1000, 1_000_001)]
    [InlineData("ru", "one", 1, 21, 31, 41, 101, 1001)]
    [InlineData("ru", "few", 2, 3, 4, 22, 24, 32, 34, 102, 1002)]
    [InlineData("ru", "many", 0, 5, 11, 12, 13, 14, 19, 100, 111, 112, 1000, 1_000_000)]
    [InlineData("UK", "few", 2, 23)]
    [InlineData("kk", "one", 1)]
    [InlineData("kk", "other", 0, 2, 21)]
    public void A_number_has_its_category(string language, string category, params int[] numbers)
    {
        PluralRules.GetCategories(language).ShouldContain(category);
        foreach (var number in numbers)
        {
            PluralRules.GetCategory(language, number).ShouldBe(category, number.ToString(CultureInfo.InvariantCulture));
            PluralRules.GetCategory(language, -number).ShouldBe(category);
        }
    }

    [Theory]
    [InlineData("{n, plural, one {# chat} other {# chats}} before you", "1", "1 chat before you")]
    [InlineData("{n, plural, one {# chat} other {# chats}} before you", "3", "3 chats before you")]
    [InlineData("Still {n,plural,one{one}other{#, yes, #}}.", "7", "Still 7, yes, 7.")]
    [InlineData("{n, plural, one {a} other {b}}{n, plural, one {c} other {d}}", "1", "ac")]
    [InlineData("{n, plural, one {a} other {# of many}}", "some", "some of many")]
    [InlineData("{n, plural, few {a}}", "2", "2")]
    [InlineData("{m, plural, one {a} other {b}} {n}", "2", "{m, plural, one {a} other {b}} {n}")]
    [InlineData("{n, plural, one {a} other {b}", "2", "{n, plural, one {a} other {b}")]
    [InlineData("the plural, that is {n}", "2", "the plural, that is {n}")]
    public void The_form_for_the_number_is_taken(string text, string number, string expected) =>
        PluralForms.Choose(text, "en", ("n", number)).ShouldBe(expected);
}
