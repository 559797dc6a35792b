using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Repository;

namespace HelpdeskBridge.Tests.Deployment;

/// <summary>What the Helm chart renders. The tests are skipped where there is no helm.</summary>
public sealed class HelmChartTests
{
    private const string Settings =
        """{"Bridge":{"PublicUrl":"https://bridge.example.com"},"Channels":{"shop":{"DefaultDestination":"360001234567"}}}""";

    private static readonly string Chart = Path.Combine(SourceTree.Root, "samples", "deploy", "helm", "helpdesk-bridge");

    [Fact]
    public async Task One_replica_runs_without_rights_on_a_read_only_file_system_with_a_volume_that_stays()
    {
        var objects = await RenderAsync("--set-json", $"settings={Settings}", "--set", "existingSecret=keys,image.tag=1.2.3");
        var deployment = objects["Deployment"]["spec"]!;
        var pod = deployment["template"]!["spec"]!;
        var container = pod["containers"]!.AsArray().ShouldHaveSingleItem()!;

        ((int)deployment["replicas"]!).ShouldBe(1);
        ((string)deployment["strategy"]!["type"]!).ShouldBe("Recreate");
        ((string)container["image"]!).ShouldBe("registry.example.com/helpdesk-bridge:1.2.3");
        ((bool)pod["securityContext"]!["runAsNonRoot"]!).ShouldBeTrue();
        ((int)pod["securityContext"]!["fsGroup"]!).ShouldBe(1654);
        ((bool)pod["automountServiceAccountToken"]!).ShouldBeFalse();
        container["securityContext"]!.ToJsonString().ShouldBe(
            """{"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true,"capabilities":{"drop":["ALL"]}}""");
        ((string)container["envFrom"]![0]!["secretRef"]!["name"]!).ShouldBe("keys");
        ((string)container["livenessProbe"]!["httpGet"]!["path"]!).ShouldBe("/health/live");
        ((string)container["readinessProbe"]!["httpGet"]!["path"]!).ShouldBe("/health/ready");
        ((int)container["startupProbe"]!["failureThreshold"]!).ShouldBe(360);
        ((string)container["volumeMounts"]![0]!["mountPath"]!).ShouldBe("/data");
        ((string)pod["volumes"]![0]!["persistentVolumeClaim"]!["claimName"]!).ShouldBe("test-helpdesk-bridge");
        ((string)objects["PersistentVolumeClaim"]["metadata"]!["annotations"]!["helm.sh/resource-policy"]!).ShouldBe("keep");
        JsonNode.Parse((string)objects["ConfigMap"]["data"]!["appsettings.json"]!)!.ToJsonString().ShouldBe(Settings);
        objects["Service"]["spec"]!["selector"]!.ToJsonString().ShouldBe(deployment["selector"]!["matchLabels"]!.ToJsonString());
        objects.Keys.ShouldBe(["ConfigMap", "Deployment", "PersistentVolumeClaim", "Service"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_claim_that_exists_and_further_volumes_are_used()
    {
        var objects = await RenderAsync(
            "--set", "existingSecret=keys,image.tag=1.2.3,persistence.existingClaim=old,extraVolumes[0].name=backup,extraVolumes[0].emptyDir.medium=",
            "--set", "extraVolumeMounts[0].name=backup,extraVolumeMounts[0].mountPath=/backup,nodeSelector.disk=ssd");
        var pod = objects["Deployment"]["spec"]!["template"]!["spec"]!;

        objects.Keys.ShouldNotContain("PersistentVolumeClaim");
        ((string)pod["volumes"]![0]!["persistentVolumeClaim"]!["claimName"]!).ShouldBe("old");
        ((string)pod["volumes"]![2]!["name"]!).ShouldBe("backup");
        ((string)pod["containers"]![0]!["volumeMounts"]![2]!["mountPath"]!).ShouldBe("/backup");
        ((string)pod["nodeSelector"]!["disk"]!).ShouldBe("ssd");
    }

    [Theory]
    [InlineData("image.tag=1", "existingSecret names the secret with the keys")]
    [InlineData("existingSecret=keys", "image.tag names the version to run")]
    public async Task A_value_that_is_missing_is_named(string value, string message)
    {
        var (exitCode, _, error) = await HelmAsync("template", "test", Chart, "--set", value);

        exitCode.ShouldNotBe(0);
        error.ShouldContain(message);
    }

    [Fact]
    public async Task Helm_finds_nothing_wrong_with_the_chart()
    {
        var (exitCode, output, _) = await HelmAsync("lint", "--strict", Chart, "--set", "existingSecret=keys,image.tag=1");

        exitCode.ShouldBe(0, output);
    }

    private static async Task<IReadOnlyDictionary<string, JsonNode>> RenderAsync(params string[] values)
    {
        var (exitCode, output, error) = await HelmAsync(["template", "test", Chart, .. values]);
        exitCode.ShouldBe(0, error);
        return Yaml.ReadAll(output).ToDictionary(document => (string)document["kind"]!);
    }

    private static async Task<ProcessRun> HelmAsync(params string[] arguments)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var helm = folders.Select(folder => Path.Combine(folder, "helm")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(helm is null, "There is no helm here.");
        return await ProcessRun.RunAsync(helm, arguments);
    }
}
