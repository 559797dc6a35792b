using System.Text;
using System.Text.Json.Nodes;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Tests.Repository;
using HelpdeskBridge.Tests.Settings;
using Microsoft.Extensions.Configuration;

namespace HelpdeskBridge.Tests.Deployment;

/// <summary>What the Helm chart renders. The tests are skipped where there is no helm.</summary>
public sealed class HelmChartTests
{
    private const string Settings =
        """{"Bridge":{"PublicUrl":"https://bridge.example.com"},"Channels":{"shop":{"DefaultDestination":"360001234567"}}}""";

    private const string Cluster = "existingSecret=keys,image.tag=1.2.3,settings.Storage.Provider=PostgreSql";

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

    [Fact]
    public async Task Replicas_of_a_cluster_are_replaced_one_by_one_and_keep_nothing_and_only_they_reach_each_other()
    {
        var objects = await RenderAsync("--set", $"{Cluster},settings.Cluster.Provider=PostgreSql,replicas=3");
        var deployment = objects["Deployment"]["spec"]!;
        var pod = deployment["template"]!["spec"]!;
        var container = pod["containers"]![0]!;
        var selector = deployment["selector"]!.ToJsonString();

        ((int)deployment["replicas"]!).ShouldBe(3);
        deployment["strategy"]!.ToJsonString().ShouldBe("""{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":0,"maxSurge":1}}""");
        GetPorts(container).ShouldBe(["http:5085", "silo:11111", "gateway:30000"]);
        container["env"]!.ToJsonString().ShouldBe(
            """[{"name":"Cluster__Advertise","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}}]""");
        ((int)container["readinessProbe"]!["failureThreshold"]!).ShouldBe(1);
        ((string)container["volumeMounts"]![0]!["mountPath"]!).ShouldBe("/data");
        pod["volumes"]![0]!.ToJsonString().ShouldBe("""{"name":"data","emptyDir":{}}""");
        var spread = pod["topologySpreadConstraints"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)spread["topologyKey"]!).ShouldBe("kubernetes.io/hostname");
        ((string)spread["whenUnsatisfiable"]!).ShouldBe("ScheduleAnyway");
        spread["labelSelector"]!.ToJsonString().ShouldBe(selector);
        ((int)objects["PodDisruptionBudget"]["spec"]!["maxUnavailable"]!).ShouldBe(1);
        objects["PodDisruptionBudget"]["spec"]!["selector"]!.ToJsonString().ShouldBe(selector);
        objects["NetworkPolicy"]["spec"]!["podSelector"]!.ToJsonString().ShouldBe(selector);
        objects["NetworkPolicy"]["spec"]!["ingress"]!.ToJsonString().ShouldBe(
            $$"""[{"ports":[{"port":"http"}]},{"from":[{"podSelector":{{selector}}}],"ports":[{"port":"silo"},{"port":"gateway"}]}]""");
        objects["Service"]["spec"]!["ports"]!.AsArray().ShouldHaveSingleItem()!["targetPort"]!.ToString().ShouldBe("http");
        objects.Keys.ShouldBe(["ConfigMap", "Deployment", "NetworkPolicy", "PodDisruptionBudget", "Service"], ignoreOrder: true);
        GetFaults(objects, ("Storage:ConnectionString", "Host=db;Database=bridge")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_single_replica_of_a_cluster_in_Redis_has_the_ports_of_its_settings_and_may_be_evicted()
    {
        var objects = await RenderAsync(
            "--set", $"{Cluster},settings.Cluster.Provider=Redis,settings.Cluster.SiloPort=21111,settings.Cluster.GatewayPort=23000");
        var deployment = objects["Deployment"]["spec"]!;
        var pod = deployment["template"]!["spec"]!;

        ((int)deployment["replicas"]!).ShouldBe(1);
        ((string)deployment["strategy"]!["type"]!).ShouldBe("RollingUpdate");
        GetPorts(pod["containers"]![0]!).ShouldBe(["http:5085", "silo:21111", "gateway:23000"]);
        pod["topologySpreadConstraints"].ShouldBeNull();
        objects.Keys.ShouldBe(["ConfigMap", "Deployment", "NetworkPolicy", "Service"], ignoreOrder: true);
        GetFaults(objects, ("Storage:ConnectionString", "Host=db;Database=bridge"), ("Cluster:ConnectionString", "redis:6379")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("settings.Storage.Provider=PostgreSql")]
    [InlineData("settings.Cluster.Provider=none")]
    [InlineData("settings.Cluster.SiloPort=21111")]
    public async Task Several_replicas_without_a_cluster_are_refused_with_both_values_to_choose_from(string settings)
    {
        var (exitCode, _, error) = await HelmAsync("template", "test", Chart, "--set", $"existingSecret=keys,image.tag=1,replicas=2,{settings}");

        exitCode.ShouldNotBe(0);
        error.ShouldContain("replicas is 2, so settings.Cluster.Provider is needed: PostgreSql or Redis");
    }

    [Theory]
    [InlineData("replicas=0", 0)]
    [InlineData("replicas=null", 1)]
    public async Task No_replica_runs_only_where_that_is_said(string value, int replicas)
    {
        foreach (var cluster in new[] { "None", "PostgreSql" })
        {
            var objects = await RenderAsync("--set", $"{Cluster},settings.Cluster.Provider={cluster},{value}");

            ((int)objects["Deployment"]["spec"]!["replicas"]!).ShouldBe(replicas);
        }
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

    private static IEnumerable<string> GetPorts(JsonNode container) =>
        container["ports"]!.AsArray().Select(port => $"{port!["name"]}:{port["containerPort"]}");

    /// <summary>What the service finds wrong with the settings that the chart renders, with the secret and the address of a pod.</summary>
    private static IReadOnlyList<string> GetFaults(IReadOnlyDictionary<string, JsonNode> objects, params (string Key, string? Value)[] secret)
    {
        var json = Encoding.UTF8.GetBytes((string)objects["ConfigMap"]["data"]!["appsettings.json"]!);
        var others = secret.Append(("Cluster:Advertise", "10.0.0.5")).ToDictionary(setting => setting.Item1, setting => setting.Item2);
        foreach (var (key, value) in TestSettings.Required())
            others.TryAdd(key, value);
        using var reading = SettingsReader.Read(
            new ConfigurationBuilder().AddJsonStream(new MemoryStream(json)).AddInMemoryCollection(others).Build());
        return reading.Faults;
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
