using HelpdeskBridge.Hosting.Configuration;
using Microsoft.Extensions.Configuration;

namespace HelpdeskBridge.Tests.Settings;

/// <summary>Settings with nothing but what is required, and changes to them.</summary>
internal static class TestSettings
{
    public const string ChannelKey = "a-channel-key-of-the-settings-tests";
    public const string ClientSecret = "an-oauth-client-secret-of-the-tests";
    public const string WebhookSecret = "a-signing-secret-of-the-settings-tests";

    public static Dictionary<string, string?> Required() => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Bridge:PublicUrl"] = "https://bridge.example.com",
        ["Channels:shop:Key"] = ChannelKey,
        ["Channels:shop:Helpdesk"] = "main",
        ["Channels:shop:DefaultDestination"] = "360001234567",
        ["Helpdesks:main:BaseUrl"] = "https://acme.zendesk.com",
        ["Helpdesks:main:OAuth:ClientId"] = "helpdesk_bridge",
        ["Helpdesks:main:OAuth:ClientSecret"] = ClientSecret,
        ["Helpdesks:main:WebhookSecrets:0"] = WebhookSecret,
    };

    /// <summary>The required settings with changes such as <c>Key=value</c>; <c>-Key</c> leaves one out.</summary>
    public static SettingsReading Read(params IEnumerable<string> changes)
    {
        var settings = Required();
        foreach (var change in changes)
        {
            if (change.StartsWith('-'))
            {
                foreach (var key in settings.Keys.Where(key => (key + ":").StartsWith(change[1..] + ":", StringComparison.OrdinalIgnoreCase))
                    .ToList())
                    settings.Remove(key);
            }
            else
            {
                settings[change[..change.IndexOf('=', StringComparison.Ordinal)]] = change[(change.IndexOf('=', StringComparison.Ordinal) + 1)..];
            }
        }

        return SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }

    /// <summary>Settings as an administrator writes them in a file.</summary>
    public static SettingsReading ReadJson(string json) =>
        SettingsReader.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(Required())
            .AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json)))
            .Build());
}
