using System.Diagnostics;
using System.Text.Json;
using HelpdeskBridge.RequestTracker.Setup;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Zendesk.Setup;

namespace HelpdeskBridge.Tests.Setup;

/// <summary><c>-- setup init</c> as a process of its own, which is asked on its redirected input.</summary>
public sealed class InitCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-init-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_writes_a_complete_file_for_its_owner_that_check_accepts_and_refuses_a_second_time()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        string[] answers = [$"{zendesk.Url}agent/dashboard", "helpdesk_bridge", "simulated-client-secret", "bridge.example.com/", "2"];

        var (exitCode, output, error) = await RunAsync(answers, "setup", "init");

        exitCode.ShouldBe(0, error);
        output.ShouldContain($"2. Billing ({zendesk.Groups[1].Id})");
        output.ShouldNotContain("simulated-client-secret");
        var path = Path.Combine(_folder, "appsettings.json");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var written = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(written, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        json.RootElement.GetProperty("Bridge").GetProperty("PublicUrl").GetString().ShouldBe("https://bridge.example.com");
        var channel = json.RootElement.GetProperty("Channels").GetProperty("shop");
        channel.GetProperty("DefaultDestination").GetString().ShouldBe($"{zendesk.Groups[1].Id}");
        channel.GetProperty("Key").GetString()!.Length.ShouldBe(48);
        channel.GetProperty("Key").GetString().ShouldNotBe(json.RootElement.GetProperty("Admin").GetProperty("Key").GetString());

        (await RunAsync([], "check")).ShouldBe((0, "The settings are in order.\n", ""));
        (exitCode, _, error) = await RunAsync(answers, "setup", "init");
        exitCode.ShouldBe(1);
        error.ShouldContain("exists already, and is not overwritten");
        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldBe(written);
    }

    [Fact]
    public async Task It_asks_again_after_an_answer_that_can_not_be_used_and_works_without_a_sign_in()
    {
        string[] answers = ["", "http://127.0.0.1:9", "", "client", "secret", "not an address", "https://b.example.com", "group", "360001234567"];

        var (exitCode, output, error) = await RunAsync(answers, "setup", "init");

        exitCode.ShouldBe(0, error);
        output.ShouldContain("This is neither a subdomain nor an address.");
        output.ShouldContain("The groups can't be read now:");
        output.ShouldContain("Please enter digits.");
        (await RunAsync([], "check")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_is_written_if_the_input_ends_early()
    {
        var (exitCode, _, error) = await RunAsync(["acme", "client"], "setup", "init");

        exitCode.ShouldBe(1);
        error.ShouldContain("Nothing was written.");
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("acme", "https://acme.zendesk.com")]
    [InlineData("acme.zendesk.com", "https://acme.zendesk.com")]
    [InlineData("https://acme.zendesk.com/agent/filters/1", "https://acme.zendesk.com")]
    [InlineData("https://acme.zendesk.com/", "https://acme.zendesk.com")]
    [InlineData("", null)]
    [InlineData("two words", null)]
    [InlineData("ftp://acme.zendesk.com", null)]
    public void A_subdomain_and_an_address_are_both_taken(string answer, string? address) =>
        ZendeskQuestions.ToBaseUrl(answer).Value.ShouldBe(address);

    [Fact]
    public async Task For_Request_Tracker_it_asks_for_a_token_and_a_queue_and_check_accepts_the_file()
    {
        using var rt = new RequestTrackerStub(() => BridgeApp.NewClock().GetUtcNow());
        string[] answers = [$"{rt.BaseUrl}/Ticket/Display.html?id=1", RequestTrackerStub.Token, "bridge.example.com", "2", "4"];

        var (exitCode, output, error) = await RunAsync(answers, "setup", "init", "--kind", "RequestTracker");

        exitCode.ShouldBe(0, error);
        output.ShouldContain("3: Support");
        output.ShouldContain("There is no such queue.", customMessage: "2 is a number of the list, and no id");
        output.ShouldNotContain(RequestTrackerStub.Token);
        var written = await File.ReadAllTextAsync(Path.Combine(_folder, "appsettings.json"), TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(written, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var account = json.RootElement.GetProperty("Helpdesks").GetProperty("main");
        account.EnumerateObject().Select(member => member.Name).ShouldBe(["Kind", "BaseUrl", "ApiToken"]);
        (account.GetProperty("Kind").GetString(), account.GetProperty("BaseUrl").GetString()).ShouldBe(("RequestTracker", rt.BaseUrl.ToString()));
        json.RootElement.GetProperty("Channels").GetProperty("shop").GetProperty("DefaultDestination").GetString().ShouldBe("4");
        (await RunAsync([], "check")).ShouldBe((0, "The settings are in order.\n", ""));
        rt.Calls.ShouldAllBe(call => call.Method == "GET", "nothing is changed there");
    }

    [Theory]
    [InlineData("help.example.com/rt", "https://help.example.com/rt")]
    [InlineData("https://help.example.com", "https://help.example.com")]
    [InlineData("https://help.example.com/rt/", "https://help.example.com/rt")]
    [InlineData("https://help.example.com/rt/REST/2.0", "https://help.example.com/rt")]
    [InlineData("https://help.example.com/rt/index.html", "https://help.example.com/rt")]
    [InlineData("https://help.example.com/Ticket/Display.html?id=1", "https://help.example.com")]
    [InlineData("", null)]
    [InlineData("two words", null)]
    [InlineData("ftp://help.example.com", null)]
    public void The_address_of_any_page_of_Request_Tracker_is_taken(string answer, string? address) =>
        RequestTrackerQuestions.ToBaseUrl(answer).Value.ShouldBe(address);

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] input, params string[] command)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "HelpdeskBridge.dll") }.Concat(command))
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        try
        {
            await process.StandardInput.WriteAsync(string.Concat(input.Select(line => line + "\n")));
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A command that refuses at once reads nothing, and may have ended already. What it said is below.
        }

        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
