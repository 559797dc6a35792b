using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Tests.Repository;
using HelpdeskBridge.Tests.Settings;
using Microsoft.Extensions.Configuration;

namespace HelpdeskBridge.Tests.Deployment;

/// <summary>What the container image and the compose file promise. There is no container engine here, so the files are read.</summary>
public sealed partial class ContainerTests
{
    private const string User = "1654:1654";

    private static readonly (string Name, string Arguments)[] Instructions =
    [
        .. Continuation().Replace(Read("Dockerfile"), " ").Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries)).Select(parts => (parts[0], parts[1])),
    ];

    /// <summary>The stage that is shipped: what follows the last FROM.</summary>
    private static IEnumerable<(string Name, string Arguments)> Final =>
        Instructions.Skip(Array.FindLastIndex(Instructions, instruction => instruction.Name == "FROM"));

    [Fact]
    public void The_image_runs_without_rights_and_checks_itself_without_a_shell()
    {
        Get("USER").ShouldBe([User]);
        Get("HEALTHCHECK").ShouldHaveSingleItem().ShouldEndWith("""CMD ["dotnet", "/app/HelpdeskBridge.dll", "health"]""");
        Get("ENTRYPOINT").ShouldBe(["""["dotnet", "/app/HelpdeskBridge.dll"]"""]);
        Get("VOLUME").ShouldBe(["/data"]);
        Get("ENV").ShouldHaveSingleItem().ShouldContain("Storage__ConnectionString=\"Data Source=/data/bridge.db\"");
        Get("RUN").ShouldBeEmpty("the final image has no shell");
    }

    [Fact]
    public void Its_bases_are_pinned_and_the_SDK_is_that_of_the_repository()
    {
        var bases = Instructions.Where(instruction => instruction.Name == "FROM").Select(instruction => instruction.Arguments).ToList();
        var sdk = (string)JsonNode.Parse(Read("global.json"))!["sdk"]!["version"]!;

        bases.Count.ShouldBe(2);
        bases[0].ShouldStartWith($"mcr.microsoft.com/dotnet/sdk:{sdk}-");
        bases[1].ShouldMatch(@"^mcr\.microsoft\.com/dotnet/aspnet:10\.0\.\d+-\S*chiseled-extra$");
    }

    /// <summary>A COPY of a file that was renamed, or that .dockerignore leaves out, breaks only the build of the image.</summary>
    [Fact]
    public void Whatever_it_copies_from_the_repository_exists_and_is_sent_to_the_engine()
    {
        var allowed = Read(".dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        var sources = Instructions
            .Where(instruction => instruction.Name == "COPY" && !instruction.Arguments.StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(instruction => instruction.Arguments.Split(' ')[..^1]).ToList();

        sources.Count.ShouldBeGreaterThan(10);
        sources.Where(source => !Path.Exists(Path.Combine(SourceTree.Root, source))).ShouldBeEmpty();
        sources.Where(source => !allowed.Any(path => (path + "/").StartsWith(source, StringComparison.Ordinal)
            || (source + "/").StartsWith(path + "/", StringComparison.Ordinal))).ShouldBeEmpty();
        foreach (var project in SourceTree.Projects)
            sources.ShouldContain($"src/{project}/packages.lock.json");
    }

    [Fact]
    public void The_compose_file_runs_one_bridge_without_rights_on_a_read_only_file_system()
    {
        var compose = Yaml.Read(Read("compose.yaml"));
        var bridge = compose["services"]!.AsObject().ShouldHaveSingleItem().Value!;

        ((string)bridge["user"]!).ShouldBe(User);
        ((bool)bridge["read_only"]!).ShouldBeTrue();
        bridge["cap_drop"]!.ToJsonString().ShouldBe("""["ALL"]""");
        bridge["security_opt"]!.ToJsonString().ShouldBe("""["no-new-privileges:true"]""");
        bridge["volumes"]!.ToJsonString().ShouldBe("""["data:/data"]""");
        bridge["ports"]!.ToJsonString().ShouldBe("""["127.0.0.1:5085:5085"]""");
        compose["volumes"]!.AsObject().Select(volume => volume.Key).ShouldBe(["data"]);
        Read(".gitignore").Split('\n').ShouldContain((string)bridge["env_file"]!, "the file with the secrets");
    }

    [Fact]
    public void The_compose_file_of_a_cluster_runs_two_bridges_without_rights_whose_passwords_stand_in_a_file_of_yours()
    {
        const string Folder = "samples/deploy/cluster/";
        var services = Yaml.Read(Read($"{Folder}compose.yaml"))["services"]!;
        var bridge = services["bridge"]!;

        ((string)bridge["user"]!).ShouldBe(User);
        ((bool)bridge["read_only"]!).ShouldBeTrue();
        bridge["cap_drop"]!.ToJsonString().ShouldBe("""["ALL"]""");
        bridge["deploy"]!["replicas"]!.ToString().ShouldBe("2");
        bridge["ports"].ShouldBeNull("all calls go through the proxy");
        services["postgres"]!["ports"].ShouldBeNull();
        services["postgres"]!["environment"]!["POSTGRES_PASSWORD"]!.ToString().ShouldStartWith("${POSTGRES_PASSWORD:?");
        services["proxy"]!["ports"]!.ToJsonString().ShouldBe("""["127.0.0.1:5085:5085"]""");
        Read($"{Folder}haproxy.cfg").ShouldContain("option httpchk GET /health/ready");
        Read(".gitignore").Split('\n').ShouldContain(".env", "the file with the password");

        var settings = bridge["environment"]!.AsObject()
            .ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => (string?)setting.Value!.ToString());
        foreach (var (key, value) in TestSettings.Required())
            settings.TryAdd(key, value);
        using var reading = SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        reading.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void The_example_of_its_environment_is_all_that_a_start_needs()
    {
        var arguments = Read("samples/deploy/bridge.env.example").Split('\n')
            .Where(line => line.Length > 0).Select(line => line.TrimStart('#')).Where(line => Setting().IsMatch(line))
            .Select(line => $"--{line.Replace("__", ":", StringComparison.Ordinal)}").ToArray();

        arguments.Length.ShouldBeGreaterThan(9);
        using var reading = SettingsReader.Read(new ConfigurationBuilder().AddCommandLine(arguments).Build());
        reading.Faults.ShouldBeEmpty();
    }

    private static IEnumerable<string> Get(string name) =>
        Final.Where(instruction => instruction.Name == name).Select(instruction => instruction.Arguments);

    private static string Read(string path) => File.ReadAllText(Path.Combine(SourceTree.Root, path));

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex("^[A-Z][A-Za-z]+__[^ ]+=.")]
    private static partial Regex Setting();
}
