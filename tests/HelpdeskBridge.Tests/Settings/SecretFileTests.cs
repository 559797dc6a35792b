using System.Reflection;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Options;
using HelpdeskBridge.Tests.Repository;
using HelpdeskBridge.Zendesk;

namespace HelpdeskBridge.Tests.Settings;

/// <summary>Secrets that stand in files.</summary>
public sealed class SecretFileTests : IDisposable
{
    private const string Secret = "a-secret-of-more-than-24-characters";
    private const string Other = "b-secret-of-more-than-24-characters";

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Secret)]
    [InlineData(Secret + "\n")]
    [InlineData(Secret + "\r\n")]
    [InlineData("\uFEFF" + Secret + "\n\n")]
    [InlineData("  " + Secret + "  ")]
    public void A_file_gives_the_secret_without_what_editors_add(string content)
    {
        var settings = Read("-Channels:shop:Key", $"Channels:shop:KeyFile={Write(content)}").Settings;

        settings.Channels["shop"].Key.ShouldBe(Secret);
    }

    [Fact]
    public void Every_secret_can_come_from_a_file()
    {
        var (one, two) = (Write(Secret), Write($"{Secret}\n{Other}\n"));
        var reading = Read(
            "-Channels:shop:Key", $"Channels:shop:KeyFile={one}", $"Channels:shop:PreviousKeyFile={one}",
            $"Channels:shop:WebhookUrlFile={Write("https://bot.jaicp.com/w/" + Secret)}",
            "-Helpdesks:main:OAuth:ClientSecret", $"Helpdesks:main:OAuth:ClientSecretFile={one}",
            "-Helpdesks:main:WebhookSecrets", $"Helpdesks:main:WebhookSecretsFile={two}",
            $"Bridge:FileKeysFile:0={one}", $"Bridge:FileKeysFile:1={Write(Other)}",
            $"Admin:KeyFile={one}", $"Storage:ConnectionStringFile={Write("Data Source=here.db")}", $"Cluster:ConnectionStringFile={Write("redis")}");

        reading.Faults.ShouldBeEmpty();
        var settings = reading.Settings;
        settings.Channels["shop"].PreviousKey.ShouldBe(Secret);
        settings.Channels["shop"].WebhookUrl.ShouldBe("https://bot.jaicp.com/w/" + Secret);
        settings.Helpdesks["main"].OAuth!.ClientSecret.ShouldBe(Secret);
        settings.Helpdesks["main"].WebhookSecrets.ShouldBe([Secret, Other]);
        settings.Bridge.FileKeys.ShouldBe([Secret, Other]);
        settings.Admin.Key.ShouldBe(Secret);
        settings.Storage.ConnectionString.ShouldBe("Data Source=here.db");
        settings.Cluster.ConnectionString.ShouldBe("redis");
    }

    [Fact]
    public void A_token_of_an_api_can_come_from_a_file() =>
        Read("-Helpdesks:main:OAuth", "Helpdesks:main:ApiToken:Email=a@b.c", $"Helpdesks:main:ApiToken:TokenFile={Write(Secret)}")
            .Settings.Helpdesks["main"].ApiToken!.Token.ShouldBe(Secret);

    [Fact]
    public void A_relative_path_starts_at_the_content_root()
    {
        var path = Write(Secret);

        Read("-Channels:shop:Key", $"contentRoot={_folder}", $"Channels:shop:KeyFile={Path.GetFileName(path)}").Settings.Channels["shop"].Key
            .ShouldBe(Secret);
    }

    [Theory]
    [InlineData("", "names a file that is empty")]
    [InlineData("\n\n", "names a file that is empty")]
    [InlineData(Secret + "\n" + Other, "names a file with more than one line")]
    public void A_file_that_can_not_be_it_is_a_fault_that_tells_nothing_of_it(string content, string why)
    {
        var faults = Read("-Channels:shop:Key", $"Channels:shop:KeyFile={Write(content)}").Faults;

        faults.ShouldHaveSingleItem().ShouldStartWith($"Channels:shop:KeyFile: {why}");
        faults[0].ShouldNotContain(Secret);
    }

    [Fact]
    public void What_can_not_be_read_is_a_fault_with_the_path()
    {
        var missing = Path.Combine(_folder, "missing");

        Read("-Channels:shop:Key", $"Channels:shop:KeyFile={missing}").Faults
            .ShouldBe([$"Channels:shop:KeyFile: names a file that can't be read (FileNotFoundException): {missing}."]);
        Read("-Channels:shop:Key", $"Channels:shop:KeyFile={_folder}").Faults.ShouldHaveSingleItem();
        Read("-Channels:shop:Key", $"Channels:shop:KeyFile={Write(new string('x', 70_000))}").Faults.ShouldHaveSingleItem()
            .ShouldContain("too large");
        Read("-Channels:shop:Key", "Channels:shop:KeyFile=/nowhere\0").Faults.ShouldHaveSingleItem()
            .ShouldContain("can't be read (ArgumentException)");
        Read("-Channels:shop:Key", "Channels:shop:KeyFile=").Faults.ShouldHaveSingleItem()
            .ShouldBe("Channels:shop:KeyFile: must be the path of a file.");
        Read("-Channels:shop:Key", $"Channels:shop:KeyFile:0={missing}").Faults.ShouldHaveSingleItem()
            .ShouldBe("Channels:shop:KeyFile: takes a single path.");
    }

    [Fact]
    public void A_secret_in_both_places_is_a_fault() =>
        Read($"Channels:shop:KeyFile={Write(Other)}").Faults.ShouldBe(["Channels:shop:KeyFile: stands beside Channels:shop:Key: keep one of them."]);

    [Fact]
    public void A_secret_in_a_file_is_held_to_the_same_rules()
    {
        Read("-Channels:shop:Key", $"Channels:shop:KeyFile={Write("short")}").Faults.ShouldHaveSingleItem()
            .ShouldStartWith("Channels:shop:Key: needs at least 24");
        Read("-Helpdesks:main:WebhookSecrets", $"Helpdesks:main:WebhookSecretsFile={Write(ZendeskOptionsValidator.StaticTestSecret)}")
            .Faults.ShouldHaveSingleItem().ShouldStartWith("Helpdesks:main:WebhookSecrets:0: is Zendesk's public test secret");
    }

    [Fact]
    public void Only_secrets_have_files() =>
        Read($"Bridge:PublicUrlFile={Write(Secret)}").Faults.ShouldHaveSingleItem().ShouldStartWith("Bridge:PublicUrlFile: is not a setting");

    /// <summary>A new setting that is a secret by its name must be marked as one.</summary>
    [Fact]
    public void Whatever_is_called_a_secret_is_marked_as_one()
    {
        string[] words = ["Secret", "Token", "Key", "Password", "ConnectionString", "WebhookUrl"];
        var unmarked = TypeTests.SettingsTypes().Where(type => !type.IsEnum)
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .Where(property => (property.PropertyType == typeof(string) || property.PropertyType == typeof(string[]))
                && words.Any(property.Name.Contains))
            .Where(property => property.GetCustomAttribute<SecretAttribute>() is null)
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}");

        unmarked.ShouldBeEmpty();
    }

    private static SettingsReading Read(params string[] changes) => TestSettings.Read(changes);

    private string Write(string content)
    {
        var path = Path.Combine(_folder, Path.GetRandomFileName());
        File.WriteAllText(path, content);
        return path;
    }
}
