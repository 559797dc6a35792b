using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using HelpdeskBridge.Tests.Settings;
using HelpdeskBridge.Zendesk;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Tests.Network;

/// <summary>Which addresses may be called. Allowed for JAICP: *.jaicp.com and bot.example.com; outside the public internet: see below.</summary>
public sealed class NetworkRulesTests
{
    private const string NoAddress = "must be an absolute http or https URL";
    private const string UserInfo = "must not carry a user name or password";
    private const string NotHttps = "must be https; http only for hosts in Network:AllowedPrivateHosts";
    private const string NotAllowed = "points to a host that is not in Bridge:AllowedJaicpHosts";
    private const string NotBare = "is only scheme and host, such as https://acme.zendesk.com";
    private const string Missing = "is required: the address of the account, such as https://acme.zendesk.com";

    private static readonly NetworkRules Rules = new(
        new NetworkOptions { AllowedPrivateHosts = ["simulator", "127.0.0.1", "10.1.0.0/16", "::1", "fd00::/8"] }.AsOptions());

    private static readonly JaicpWebhookRules Webhooks = new(
        Rules, new BridgeOptions { AllowedJaicpHosts = ["*.jaicp.com", "bot.example.com"] }.AsOptions());

    [Theory]
    [InlineData("https://bot.jaicp.com/chatadapter/webhook/a:b", null)]
    [InlineData("https://a.b.jaicp.com/", null)]
    [InlineData("https://BOT.JAICP.COM/", null)]
    [InlineData("HTTPS://bot.jaicp.com", null)]
    [InlineData("https://bot.jaicp.com:8443/x", null)]
    [InlineData("https://bot.example.com/x", null)]
    [InlineData("https://jaicp.com/", NotAllowed)]
    [InlineData("https://eviljaicp.com/", NotAllowed)]
    [InlineData("https://bot.jaicp.com.evil.com/", NotAllowed)]
    [InlineData("https://bot.jaicp.com./", NotAllowed)]
    [InlineData("https://evil.com/bot.jaicp.com", NotAllowed)]
    [InlineData("https://evil.com?bot.jaicp.com", NotAllowed)]
    [InlineData("https://evil.com#.jaicp.com", NotAllowed)]
    [InlineData("https://evil.com\\.jaicp.com", NoAddress)]
    [InlineData("https://bot.jaicp.com\\@evil.com/", NoAddress)]
    [InlineData("https://x.bot.example.com/", NotAllowed)]
    [InlineData("https://bot.jaicp.com@evil.com/", UserInfo)]
    [InlineData("https://user:secret@bot.jaicp.com/", UserInfo)]
    [InlineData("https://user@bot.jaicp.com/", UserInfo)]
    [InlineData("http://bot.jaicp.com/", NotHttps)]
    [InlineData("http://simulator:5080/hook", null)]
    [InlineData("http://SIMULATOR/hook", null)]
    [InlineData("https://simulator/hook", null)]
    [InlineData("http://simulator.example.com/", NotHttps)]
    [InlineData("http://127.0.0.1:5080/hook", null)]
    [InlineData("http://127.0.0.2/", NotHttps)]
    [InlineData("http://10.1.255.255/", null)]
    [InlineData("http://10.2.0.0/", NotHttps)]
    [InlineData("https://10.2.0.0/", NotAllowed)]
    [InlineData("http://[::1]:5080/", null)]
    [InlineData("http://[fd12:3456::1]/", null)]
    [InlineData("http://[fe80::1]/", NotHttps)]
    [InlineData("https://[::ffff:169.254.169.254]/", NotAllowed)]
    [InlineData("https://2130706434/", NotAllowed)]
    [InlineData("http://2130706433/", null)]
    [InlineData("ftp://bot.jaicp.com/", NoAddress)]
    [InlineData("file:///etc/passwd", NoAddress)]
    [InlineData("javascript:alert(1)", NoAddress)]
    [InlineData("//bot.jaicp.com/", NoAddress)]
    [InlineData("/hook", NoAddress)]
    [InlineData("bot.jaicp.com", NoAddress)]
    [InlineData("https://", NoAddress)]
    [InlineData("", NoAddress)]
    public void JAICPs_webhook_may_only_be_where_it_is_allowed(string url, string? why) => Webhooks.Validate(url).ShouldBe(why);

    [Theory]
    [InlineData("https://acme.zendesk.com", null)]
    [InlineData("https://acme.zendesk.com/", null)]
    [InlineData("https://support.acme.example", null)]
    [InlineData("https://acme.zendesk.com/api/v2", NotBare)]
    [InlineData("https://acme.zendesk.com/?a=1", NotBare)]
    [InlineData("http://acme.zendesk.com", NotHttps)]
    [InlineData("http://127.0.0.1:5081", null)]
    [InlineData("http://10.1.2.3", null)]
    [InlineData("http://10.2.2.3", NotHttps)]
    [InlineData("https://me:secret@acme.zendesk.com", UserInfo)]
    [InlineData("acme.zendesk.com", NoAddress)]
    [InlineData("acme", NoAddress)]
    [InlineData("", Missing)]
    public void A_helpdesk_is_scheme_and_host_and_https(string url, string? why) => ValidateBaseUrl(url).ShouldBe(why);

    [Theory]
    [InlineData("https://files.example.com/a.png?x=1#y", null)]
    [InlineData("http://files.example.com/a.png", null)]
    [InlineData("https://файлы.рф/ответ.png", null)]
    [InlineData("https://a:b@files.example.com/a.png", UserInfo)]
    [InlineData("ftp://files.example.com/a.png", NoAddress)]
    [InlineData("data:text/plain,hello", NoAddress)]
    [InlineData("a.png", NoAddress)]
    [InlineData(@"\\files\a.png", NoAddress)]
    [InlineData("\\\\\u202efiles\\a.png", NoAddress)] // the framework's own parser throws
    public void A_files_address_is_any_web_address_without_a_sign_in(string url, string? why) =>
        NetworkRules.ValidateWebAddress(url, out _).ShouldBe(why);

    [Theory]
    [InlineData(8192, null)]
    [InlineData(8193, "must be at most 8192 characters")]
    public void An_address_is_at_most_8192_characters(int length, string? why)
    {
        const string Start = "https://files.example.com/";

        NetworkRules.ValidateWebAddress(Start + new string('a', length - Start.Length), out _).ShouldBe(why);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("zendesk-simulator", true)]
    [InlineData("10.0.0.1", true)]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("::1", true)]
    [InlineData("fd00::/8", true)]
    [InlineData("10.0.0.0/33", false)]
    [InlineData("http://localhost", false)]
    [InlineData("two words", false)]
    [InlineData("", false)]
    public void An_allowed_private_host_is_a_name_an_address_or_a_range(string entry, bool isOne) =>
        NetworkRules.IsHostOrRange(entry).ShouldBe(isOne);

    /// <summary>The event goes to the address as it was given, unescaped; that must be the host that was looked at.</summary>
    [Theory]
    [InlineData("https://bot.jaicp.com/\\evil.com")]
    [InlineData("https://bot.jaicp.com#@evil.com/")]
    [InlineData("https://bot.jaicp.com?@evil.com/")]
    [InlineData(" https://bot.jaicp.com/x ")]
    [InlineData("https://bot.jaicp.com:443/a%2Fb/../c")]
    public void The_address_that_is_called_has_the_host_that_was_checked(string url)
    {
        NetworkRules.ValidateWebAddress(url, out var looked).ShouldBeNull();

        var called = new Uri(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        (called.Host, called.Port).ShouldBe((looked!.Host, looked.Port));
    }

    /// <summary>What the settings say about a helpdesk's address, without its key.</summary>
    private static string? ValidateBaseUrl(string url)
    {
        const string Key = "Helpdesks:main:BaseUrl: ";
        IValidateOptions<HelpdeskOptions>[] validators = [new HelpdeskOptionsValidator(Rules), new ZendeskOptionsValidator()];
        return validators.SelectMany(validator => validator.Validate("main", new HelpdeskOptions { BaseUrl = url }).Failures ?? [])
            .SingleOrDefault(failure => failure.StartsWith(Key, StringComparison.Ordinal))?[Key.Length..].TrimEnd('.');
    }
}
