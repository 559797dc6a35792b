using System.Reflection;
using HelpdeskBridge.Hosting;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Jaicp.Events;
using HelpdeskBridge.RequestTracker;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Zendesk;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>Which module may use which, on compiled types. The same list stands in docs/architecture.md.</summary>
public sealed class ArchitectureTests
{
    /// <summary>The uppermost first: each module may use those below it and none above.</summary>
    private static readonly string[] Modules =
    [
        "HelpdeskBridge", // Program.cs
        "HelpdeskBridge.Hosting",
        "HelpdeskBridge.Diagnostics",
        "HelpdeskBridge.Setup",
        "HelpdeskBridge.Hosting.Configuration",
        "HelpdeskBridge.Admin",
        "HelpdeskBridge.Retention",
        "HelpdeskBridge.Webhooks",
        "HelpdeskBridge.BotScript",
        "HelpdeskBridge.AgentFiles",
        "HelpdeskBridge.Jaicp.OperatorApi",
        "HelpdeskBridge.Jaicp.Events",
        "HelpdeskBridge.Http",
        "HelpdeskBridge.Zendesk",
        "HelpdeskBridge.Zendesk.Diagnostics",
        "HelpdeskBridge.Zendesk.Setup",
        "HelpdeskBridge.Zendesk.Tickets",
        "HelpdeskBridge.Zendesk.Attachments",
        "HelpdeskBridge.Zendesk.Availability",
        "HelpdeskBridge.Zendesk.Webhooks",
        "HelpdeskBridge.Zendesk.SignIn",
        "HelpdeskBridge.Zendesk.Limits",
        "HelpdeskBridge.Zendesk.Api",
        "HelpdeskBridge.RequestTracker",
        "HelpdeskBridge.RequestTracker.Diagnostics",
        "HelpdeskBridge.RequestTracker.Setup",
        "HelpdeskBridge.RequestTracker.Tickets",
        "HelpdeskBridge.RequestTracker.Feed",
        "HelpdeskBridge.RequestTracker.Users",
        "HelpdeskBridge.RequestTracker.Attachments",
        "HelpdeskBridge.RequestTracker.Webhooks",
        "HelpdeskBridge.RequestTracker.Limits",
        "HelpdeskBridge.RequestTracker.SignIn",
        "HelpdeskBridge.RequestTracker.Api",
        "HelpdeskBridge.Helpdesks",
        "HelpdeskBridge.Messaging",
        "HelpdeskBridge.Clustering",
        "HelpdeskBridge.Channels",
        "HelpdeskBridge.Attachments",
        "HelpdeskBridge.Network",
        "HelpdeskBridge.Storage",
        "HelpdeskBridge.Conversations",
        "HelpdeskBridge.Options",
        "HelpdeskBridge.Text",
        "HelpdeskBridge.Time",
        "HelpdeskBridge.Telemetry",
    ];

    /// <summary>The folders of the modules, as the architecture page names them.</summary>
    internal static IReadOnlyList<string> TopModules { get; } =
        ["Hosting", "Diagnostics", "Setup", "Admin", "Retention", "Webhooks", "AgentFiles", "BotScript", "Jaicp/OperatorApi", "Jaicp/Events", "Http",
        "HelpdeskBridge.Zendesk", "HelpdeskBridge.RequestTracker", .. CoreModules];

    private static IEnumerable<string> CoreModules =>
        ["Helpdesks", "Messaging", "Clustering", "Channels",
        "Attachments", "Network", "Storage", "Conversations", "Options", "Text", "Time", "Telemetry"];

    private static readonly string[] DatabaseLibraries = ["Dapper", "DbUp", "System.Data", "Microsoft.Data", "Npgsql"];

    private static readonly Assembly[] Assemblies =
        [typeof(Program).Assembly, typeof(ZendeskSetup).Assembly, typeof(RequestTrackerSetup).Assembly, typeof(StoreTransaction).Assembly];

    [Fact]
    public void No_module_uses_one_above_it() => ModuleDependencies.FindUpward(Assemblies, Modules).ShouldBeEmpty();

    [Fact]
    public void Every_type_belongs_to_a_module() => ModuleDependencies.FindTypesWithoutModule(Assemblies, Modules).ShouldBeEmpty();

    [Fact]
    public void A_type_that_belongs_to_no_module_is_found() =>
        ModuleDependencies.FindTypesWithoutModule(
            [typeof(ArchitectureTests).Assembly], ["HelpdeskBridge", "HelpdeskBridge.Tests.Repository.Samples.Upper"])
            .ShouldContain(typeof(Samples.Lower.UsesInBody).FullName);

    [Fact]
    public void The_service_was_found()
    {
        foreach (var project in SourceTree.Projects)
            SourceTree.Files.Keys.Count(file => file.StartsWith(project + "/", StringComparison.Ordinal)).ShouldBeGreaterThan(40, project);
        FindAllUses().ShouldContain(use => use.User == typeof(StoreConnection).FullName && IsIn(use.Target, "Dapper"));
    }

    /// <summary>What a second helpdesk product adds to, outside its own project.</summary>
    [Theory]
    [InlineData("HelpdeskBridge.Zendesk")]
    [InlineData("HelpdeskBridge.RequestTracker")]
    public void Only_two_types_outside_its_project_know_an_adapter(string adapter) =>
        FindAllUses().Where(use => IsIn(use.Target, adapter) && !IsIn(use.User, adapter))
            .Select(use => use.User).Distinct()
            .ShouldBe([typeof(HelpdeskAdapters).FullName, typeof(OptionsRegistration).FullName], ignoreOrder: true);

    /// <summary>The check itself must be able to fail: here the lower of two modules uses the upper one, in the three ways that hide best.</summary>
    [Fact]
    public void A_dependency_on_a_module_above_is_found()
    {
        string[] modules = ["HelpdeskBridge.Tests.Repository.Samples.Upper", "HelpdeskBridge.Tests.Repository.Samples.Lower"];

        var found = ModuleDependencies.FindUpward([typeof(ArchitectureTests).Assembly], modules);

        foreach (var type in new[] { typeof(Samples.Lower.UsesInBody), typeof(Samples.Lower.UsesAsArgument), typeof(Samples.Lower.UsesInLambda) })
            found.ShouldContain(line => line.Contains(type.FullName!, StringComparison.Ordinal), $"{type.Name} was not found");
        found.ShouldAllBe(line => line.StartsWith("HelpdeskBridge.Tests.Repository.Samples.Lower must not use ", StringComparison.Ordinal));
    }

    /// <summary>Conversations are decided on without any effect: no clock, network, database, grain or log.</summary>
    [Fact]
    public void Conversations_use_nothing_of_ours_and_no_infrastructure()
    {
        var allowed = new[] { "HelpdeskBridge.Conversations", "System" };
        var forbidden = new[]
        {
            "System.Net", "System.IO", "System.Threading", "System.Data", "System.TimeProvider", "System.Guid", "System.Random", "System.Environment",
            "System.Console", "System.Diagnostics.Stopwatch",
        };

        ModuleDependencies.FindUses(typeof(StoreTransaction).Assembly, "HelpdeskBridge.Conversations")
            .Where(use => !allowed.Any(name => IsIn(use.Target, name)) || forbidden.Any(name => IsIn(use.Target, name)))
            .Select(use => $"{use.User} uses {use.Target}").ShouldBeEmpty();
    }

    [Fact]
    public void SQL_and_its_libraries_stay_in_Storage() =>
        FindAllUses().Where(use => !IsIn(use.User, "HelpdeskBridge.Storage"))
            .Where(use => DatabaseLibraries.Any(name => IsIn(use.Target, name)))
            .Select(use => $"{use.User} uses {use.Target}").ShouldBeEmpty();

    [Fact]
    public void Events_as_JAICP_takes_them_are_known_only_where_they_are_sent()
    {
        Type[] wireTypes = [typeof(IJaicpApi), typeof(JaicpEvent), typeof(JaicpEmployee), typeof(JaicpFailureTable), typeof(VerbatimAddressHandler)];

        FindAllUses().Where(use => !IsIn(use.User, "HelpdeskBridge.Jaicp.Events"))
            .Where(use => wireTypes.Any(type => use.Target == type.FullName))
            .Select(use => $"{use.User} uses {use.Target}").ShouldBeEmpty();
    }

    /// <summary>Only the settings name a product: their keys are part of the public contract.</summary>
    [Fact]
    public void Core_names_no_helpdesk_product() =>
        typeof(StoreTransaction).Assembly.GetTypes()
            .Where(type => !type.Name.EndsWith("Options", StringComparison.Ordinal) && !type.IsEnum)
            .SelectMany(type => type.GetMembers(
                BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
                .Select(member => $"{type.FullName}.{member.Name}"))
            .Where(name => name.Contains("Zendesk", StringComparison.OrdinalIgnoreCase)
                || name.Contains("RequestTracker", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();

    [Fact]
    public void Program_is_a_map_of_at_most_60_lines() => SourceTree.Files["HelpdeskBridge/Program.cs"].Length.ShouldBeLessThanOrEqualTo(60);

    /// <summary>A longer file hints at a concept that is missing.</summary>
    [Fact]
    public void No_file_is_longer_than_250_lines() =>
        SourceTree.Files.Where(file => file.Value.Length > 250).Select(file => $"{file.Key}: {file.Value.Length}").ShouldBeEmpty();

    [Fact]
    public void The_banned_ways_of_telling_time_and_waiting_are_not_switched_back_on() =>
        SourceTree.Files
            .SelectMany(file => file.Value.Where(line => line.Contains("#pragma warning disable", StringComparison.Ordinal))
                .Select(line => $"{file.Key}: {line}"))
            .ShouldBeEmpty();

    [Fact]
    public void A_file_has_the_namespace_of_its_folder() =>
        SourceTree.Files.Where(file => !file.Value.Contains($"namespace {SourceTree.GetNamespace(file.Key)};")).Select(file => file.Key)
            .ShouldBeEmpty();

    private static IEnumerable<(string User, string Target)> FindAllUses() =>
        Assemblies.SelectMany(assembly => ModuleDependencies.FindUses(assembly, "HelpdeskBridge"));

    private static bool IsIn(string name, string namespaceName) => ModuleDependencies.IsIn(name, namespaceName);
}
