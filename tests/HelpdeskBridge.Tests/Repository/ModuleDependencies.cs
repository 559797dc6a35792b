using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>
/// Checks compiled types against an order of modules: a type may use its own module and those below it. A module has the types of its namespace and
/// of all namespaces within, except where one of these is a module of its own: then each of them must be.
/// </summary>
internal static class ModuleDependencies
{
    /// <summary>Each dependency of a module on one that stands above it.</summary>
    /// <param name="assemblies">Where the modules are compiled.</param>
    /// <param name="modules">Namespaces, the uppermost first.</param>
    public static IReadOnlyList<string> FindUpward(IReadOnlyList<Assembly> assemblies, IReadOnlyList<string> modules)
    {
        var architecture = new ArchLoader().LoadAssemblies([.. assemblies]).Build();
        var violations = from type in architecture.Types
                         let module = FindModule(type, modules)
                         where module is not null
                         from target in type.Dependencies.Select(dependency => dependency.Target).Distinct()
                         let used = FindModule(target, modules)
                         where used is not null && Index(used) < Index(module)
                         select $"{module} must not use {used}: {type.FullName} uses {target.FullName}";
        return [.. violations.Distinct().Order(StringComparer.Ordinal)];

        int Index(string module) => modules.ToList().IndexOf(module);
    }

    /// <summary>Types of these assemblies that belong to no module.</summary>
    public static IReadOnlyList<string> FindTypesWithoutModule(IReadOnlyList<Assembly> assemblies, IReadOnlyList<string> modules) =>
    [
        .. new ArchLoader().LoadAssemblies([.. assemblies]).Build().Types
            .Where(type => type.Namespace.FullName.StartsWith("HelpdeskBridge", StringComparison.Ordinal) && FindModule(type, modules) is null)
            .Select(type => type.FullName).Order(StringComparer.Ordinal),
    ];

    /// <summary>Every type that types of a namespace use, or of one within it, as pairs of full names.</summary>
    public static IReadOnlyList<(string User, string Target)> FindUses(Assembly assembly, string namespaceName) =>
    [
        .. from type in new ArchLoader().LoadAssemblies(assembly).Build().Types
           where type.Namespace?.FullName is { } name && IsIn(name, namespaceName)
           from target in type.Dependencies.Select(dependency => dependency.Target.FullName).Distinct()
           where !target.Contains("<PrivateImplementationDetails>", StringComparison.Ordinal)
           select (type.FullName, target),
    ];

    /// <summary>Whether a namespace or type is in a namespace, or in one within it.</summary>
    public static bool IsIn(string name, string namespaceName) =>
        name == namespaceName || name.StartsWith(namespaceName + ".", StringComparison.Ordinal);

    private static string? FindModule(IType type, IReadOnlyList<string> modules)
    {
        // A type parameter has no namespace.
        if (type.Namespace?.FullName is not { } name)
            return null;
        return modules.FirstOrDefault(module => name == module) ?? modules.FirstOrDefault(module => IsIn(name, module) && !HasParts(module));

        bool HasParts(string module) => modules.Any(other => other != module && IsIn(other, module));
    }
}
