using HelpdeskBridge.Hosting;

namespace HelpdeskBridge.Tests.Settings;

/// <summary>Runs alone, because the command writes to the process's console.</summary>
[CollectionDefinition(nameof(CheckCommandTests), DisableParallelization = true)]
[Collection(nameof(CheckCommandTests))]
public sealed class CheckCommandTests
{
    [Fact]
    public async Task Settings_in_order_are_exit_code_0_and_no_service_is_built()
    {
        var (exitCode, output) = await CheckAsync(TestSettings.Required());

        exitCode.ShouldBe(0);
        output.ShouldBe("The settings are in order.\n");
    }

    [Fact]
    public async Task Every_fault_is_printed_with_its_key_and_the_exit_code_is_2()
    {
        var settings = TestSettings.Required();
        settings["Channels:shop:Key"] = "short";
        settings["Bridge:PublicUr"] = "x";
        settings["Delivery:RequestTimeout"] = "soon";

        var (exitCode, output) = await CheckAsync(settings);

        exitCode.ShouldBe(2);
        output.Split('\n').ShouldBe(
        [
            "fault  Bridge:PublicUr: is not a setting; did you mean Bridge:PublicUrl?",
            "fault  Delivery:RequestTimeout: is a time span such as 00:00:20 (hours:minutes:seconds) or 1.00:00:00 (one day).",
            "fault  Channels:shop:Key: needs at least 24 characters, only letters, digits and - . _ ~; such as the output of: openssl rand -hex 24.",
            "3 fault(s): the service would not start.",
            "",
        ]);
    }

    [Fact]
    public async Task A_note_is_printed_and_is_no_fault()
    {
        var (exitCode, output) = await CheckAsync(new(TestSettings.Required()) { ["Storage:Retention"] = "20.00:00:00" });

        exitCode.ShouldBe(0);
        output.ShouldBe("note   Storage:Retention: is shorter than Bridge:FileLinkLifetime; the link to an agent's file ends with its conversation.\n"
            + "The settings are in order.\n");
    }

    [Fact]
    public async Task No_secret_is_printed_whatever_is_wrong_with_it()
    {
        string[] secrets = ["a key with spaces", "pr3vious", "cli3nt-secret", "ap1-token", "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==", "adm1n",
            "f1le-key", "s3cret-password", "userinfo-passw0rd"];
        var (exitCode, output) = await CheckAsync(new(TestSettings.Required())
        {
            ["Channels:shop:Key"] = secrets[0],
            ["Channels:shop:PreviousKey"] = secrets[1],
            ["Helpdesks:main:OAuth:ClientSecret"] = secrets[2],
            ["Helpdesks:main:ApiToken:Token"] = secrets[3],
            ["Helpdesks:main:WebhookSecrets:0"] = secrets[4],
            ["Admin:Key"] = secrets[5],
            ["Bridge:FileKeys:0"] = secrets[6],
            ["Storage:ConnectionString"] = $"Host=db;Password={secrets[7]}",
            ["Storage:Provider"] = "PostgreSql",
            ["Helpdesks:main:BaseUrl"] = $"https://me:{secrets[8]}@acme.zendesk.com",
        });

        exitCode.ShouldBe(2);
        foreach (var secret in secrets)
            output.ShouldNotContain(secret);
    }

    [Fact]
    public async Task Starting_with_faults_lists_them_and_is_exit_code_2()
    {
        var (exitCode, _, error) = await CommandRun.StartAsync([new("Bridge:PublicUr", "x")]);

        exitCode.ShouldBe(2);
        error.ShouldContain("Bridge:PublicUr: is not a setting; did you mean Bridge:PublicUrl?");
        error.ShouldContain("Helpdesks: is empty");
        error.ShouldNotContain("   at ");
    }

    private static async Task<(int ExitCode, string Output)> CheckAsync(Dictionary<string, string?> settings)
    {
        var output = Console.Out;
        await using var captured = new StringWriter();
        try
        {
            Console.SetOut(captured);
            var exitCode = await CommandLine.RunAsync(
                ["check", "--environment=Testing", .. settings.Select(pair => $"--{pair.Key}={pair.Value}")],
                _ => throw new InvalidOperationException("check builds no service."));
            return (exitCode, captured.ToString().ReplaceLineEndings("\n"));
        }
        finally
        {
            Console.SetOut(output);
        }
    }
}
