using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Hosting.Configuration;

namespace HelpdeskBridge.Setup;

/// <summary>What <c>setup init</c> asks for, the keys that it generates, and the settings made of both.</summary>
internal sealed record InitAnswers(
    InitQuestions Questions, string BaseUrl, IReadOnlyList<string> Credentials, string PublicUrl, string DefaultDestination)
{
    public const string Channel = "shop";
    public const string Helpdesk = "main";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ChannelKey { get; } = CreateKey();

    public string AdminKey { get; } = CreateKey();

    public string WebhookSecret { get; } = CommandSettings.CreateUnknownSecret();

    /// <summary>An address without TLS, or one within the own network, must be allowed by name.</summary>
    private string? PrivateHost => new Uri(BaseUrl) is { Scheme: "http" } address ? address.Host : null;

    /// <summary>The settings by key, to check them and to sign in.</summary>
    public Dictionary<string, string?> ToSettings()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Bridge:PublicUrl"] = PublicUrl,
            [$"Channels:{Channel}:Key"] = ChannelKey,
            [$"Channels:{Channel}:Helpdesk"] = Helpdesk,
            [$"Channels:{Channel}:DefaultDestination"] = DefaultDestination,
            [$"Helpdesks:{Helpdesk}:Kind"] = Questions.Kind.ToString(),
            [$"Helpdesks:{Helpdesk}:BaseUrl"] = BaseUrl,
            [$"Helpdesks:{Helpdesk}:WebhookSecrets:0"] = Questions.HasWebhook ? WebhookSecret : null,
            ["Admin:Key"] = AdminKey,
            ["Network:AllowedPrivateHosts:0"] = PrivateHost,
        };
        foreach (var (asked, answer) in Questions.Credentials.Zip(Credentials))
            settings[$"Helpdesks:{Helpdesk}:{Questions.SignInSection}:{asked.Key}"] = answer;
        return settings;
    }

    /// <summary>The text of <c>appsettings.json</c>.</summary>
    public string ToFile() => $$"""
        {
          // Written by "setup init". Every setting, with its meaning and default, is in appsettings.example.json.
          "Bridge": {
            "PublicUrl": {{Quote(PublicUrl)}}
          },
          "Channels": {
            // The API URL for JAICP is {PublicUrl}/operator/{{Channel}}/{Key}.
            {{Quote(Channel)}}: {
              "Key": {{Quote(ChannelKey)}},
              "Helpdesk": {{Quote(Helpdesk)}},
              "DefaultDestination": {{Quote(DefaultDestination)}}
            }
          },
          "Helpdesks": {
            {{Quote(Helpdesk)}}: {
              "Kind": {{Quote(Questions.Kind.ToString())}},
              "BaseUrl": {{Quote(BaseUrl)}},
              {{Quote(Questions.SignInSection)}}: {
                {{CredentialLines}}
              }{{WebhookSecretLines}}
            }
          },
        {{PrivateHosts}}  "Admin": {
            // Sign in at {PublicUrl}/admin with this key.
            "Key": {{Quote(AdminKey)}}
          }
        }

        """;

    private string CredentialLines => string.Join(
        ",\n        ", Questions.Credentials.Zip(Credentials).Select(pair => $"{Quote(pair.First.Key)}: {Quote(pair.Second)}"));

    private string WebhookSecretLines => Questions.HasWebhook
        ? ",\n      // A stand-in: replace it with the secret that \"setup apply --show-secrets\" prints.\n"
            + $"      \"WebhookSecrets\": [ {Quote(WebhookSecret)} ]"
        : "";

    private string PrivateHosts => PrivateHost is null
        ? ""
        : $"  \"Network\": {{\n    // The helpdesk's address has no TLS.\n    \"AllowedPrivateHosts\": [ {Quote(PrivateHost)} ]\n  }},\n";

    private static string CreateKey() => RandomNumberGenerator.GetHexString(48, lowercase: true);

    private static string Quote(string text) => JsonSerializer.Serialize(text, Json);
}
