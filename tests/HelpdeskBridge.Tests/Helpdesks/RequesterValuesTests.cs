using System.Text.Json;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Tests.Helpdesks;

/// <summary>What the bot gives as the address, number or id of a client, and what is used of it.</summary>
public sealed class RequesterValuesTests
{
    private const string Own = "jaicp:";

    private static readonly RequesterOptions Names = new() { EmailFrom = "email", PhoneFrom = "phone", ExternalIdFrom = "crm" };

    [Theory]
    [InlineData("a@b.co", "a@b.co")]
    [InlineData("  Ann.O'Hara+shop@Mail.Example.COM ", "ann.o'hara+shop@mail.example.com")]
    [InlineData("ann@xn--80ak6aa92e.com", "ann@xn--80ak6aa92e.com")]
    [InlineData("a@b.c role:admin", null)]
    [InlineData("a@b.co\" role:admin", null)]
    [InlineData("\"a b\"@b.co", null)]
    [InlineData("*@b.co", null)]
    [InlineData("a@*.co", null)]
    [InlineData("a@b.co,c@d.co", null)]
    [InlineData("Ann <a@b.co>", null)]
    [InlineData("a@b", null)]
    [InlineData("a@b@c.co", null)]
    [InlineData(".a@b.co", null)]
    [InlineData("a..b@c.co", null)]
    [InlineData("a@b.co\nrole:admin", null)]
    [InlineData("а@b.co", null)]
    [InlineData("a:b@c.co", null)]
    [InlineData("ann", null)]
    public void An_email_address_is_one_plain_mailbox_in_lower_case(string given, string? expected)
    {
        var values = Read(new { email = given });

        values.Email.ShouldBe(expected);
        values.Invalid.ShouldBe(expected is null ? [RequesterKey.Email] : []);
    }

    [Theory]
    [InlineData("+15551234567", "+15551234567")]
    [InlineData(" +7 (999) 123-45-67 ", "+79991234567")]
    [InlineData("0044 20.7946.0958", "+442079460958")]
    [InlineData("79991234567", null)]
    [InlineData("8 999 123 45 67", null)]
    [InlineData("(513) 555-7611", null)]
    [InlineData("+1234567", null)]
    [InlineData("+1234567890123456", null)]
    [InlineData("+0999123456", null)]
    [InlineData("+15551234567 role:admin", null)]
    [InlineData("+1555*", null)]
    [InlineData("+1555123٤567", null)]
    public void A_phone_number_is_in_international_form(string given, string? expected)
    {
        var values = Read(new { phone = given });

        values.Phone.ShouldBe(expected);
        values.Invalid.ShouldBe(expected is null ? [RequesterKey.Phone] : []);
    }

    [Theory]
    [InlineData("CRM-7", "CRM-7")]
    [InlineData(" Ünïcode, with: \"signs\" ", "Ünïcode, with: \"signs\"")]
    [InlineData("jaicp:shop:somebody-else", null)]
    [InlineData("JAICP:shop:somebody-else", null)]
    [InlineData("a\u0000b", null)]
    [InlineData("a\nb", null)]
    public void An_external_id_is_taken_as_it_is_unless_it_is_one_of_the_bridges_own(string given, string? expected)
    {
        var values = Read(new { crm = given });

        values.ExternalId.ShouldBe(expected);
        values.Invalid.ShouldBe(expected is null ? [RequesterKey.ExternalId] : []);
    }

    [Fact]
    public void Too_long_values_are_not_valid() => Read(new
    {
        email = new string('a', 120) + "@b.co",
        crm = new string('a', 201),
    }).Invalid.ShouldBe([RequesterKey.Email, RequesterKey.ExternalId]);

    [Fact]
    public void Only_an_external_id_may_be_a_number_and_nothing_is_a_list_or_an_object()
    {
        var values = Read(new { email = 1, phone = 15551234567, crm = 4711 });
        values.ExternalId.ShouldBe("4711");
        values.Invalid.ShouldBe([RequesterKey.Email, RequesterKey.Phone]);

        Read(new { email = Array.Empty<string>(), phone = true, crm = new { id = 1 } }).Invalid.Count.ShouldBe(3);
    }

    [Fact]
    public void Nothing_blank_or_null_or_absent_names_anybody() => Read(new { email = " \u200B ", phone = (string?)null }).IsEmpty.ShouldBeTrue();

    [Fact]
    public void Hidden_attributes_count_and_only_the_named_ones()
    {
        var context = new HandOverContext("""{"mail":"other@b.co"}""", """{"email":"a@b.co"}""", """{"phone":"+15551234567"}""");

        var values = RequesterValues.Read(context, Names, Own);

        values.Keys.ShouldBe([RequesterKey.Email]);
        values.Email.ShouldBe("a@b.co");
        RequesterValues.Read(context, new RequesterOptions(), Own).IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData("+7 999 123-45-67", true)]
    [InlineData("+79991234567", true)]
    [InlineData("79991234567", false)]
    [InlineData("+179991234567", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_stored_number_is_the_same_however_it_is_written_if_it_has_its_country_code(string? stored, bool expected) =>
        RequesterValues.IsSamePhone(stored, "+79991234567").ShouldBe(expected);

    private static RequesterValues Read(object attributes) =>
        RequesterValues.Read(new HandOverContext(JsonSerializer.Serialize(attributes), null, null), Names, Own);
}
