using System.Collections.Concurrent;
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
    /// <summary>Found once for each assembly: reading it takes seconds.</summary>
    private static readonly ConcurrentDictionary<Assembly, Lazy<IReadOnlyList<Use>>> _uses = new();

    /// <summary>Each dependency of a module on one that stands above it.</summary>
    /// <param name="assemblies">Where the modules are compiled.</param>
    /// <param name="modules">Namespaces, the uppermost first.</param>
    public static IReadOnlyList<string> FindUpward(IReadOnlyList<Assembly> assemblies, IReadOnlyList<string> modules)
    {
        var architecture = Load(assemblies);
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
        .. Load(assemblies).Types
            .Where(type => type.Namespace.FullName.StartsWith("HelpdeskBridge", StringComparison.Ordinal) && FindModule(type, modules) is null)
            .Select(type => type.FullName).Order(StringComparer.Ordinal),
    ];

    /// <summary>Every type that types of a namespace use, or of one within it, as pairs of full names.</summary>
    public static IReadOnlyList<(string User, string Target)> FindUses(Assembly assembly, string namespaceName) =>
    [
        .. from use in _uses.GetOrAdd(assembly, static assembly => new Lazy<IReadOnlyList<Use>>(() => FindUses(assembly))).Value
           where IsIn(use.Namespace, namespaceName)
           select (use.User, use.Target),
    ];

    /// <summary>Whether a namespace or type is in a namespace, or in one within it.</summary>
    public static bool IsIn(string name, string namespaceName) =>
        name == namespaceName || name.StartsWith(namespaceName + ".", StringComparison.Ordinal);

    private static IReadOnlyList<Use> FindUses(Assembly assembly) =>
    [
        .. from type in Load([assembly]).Types
           where type.Namespace?.FullName is not null
           from target in type.Dependencies.Select(dependency => dependency.Target.FullName).Distinct()
           where !target.Contains("<PrivateImplementationDetails>", StringComparison.Ordinal)
           select new Use(type.Namespace.FullName, type.FullName, target),
    ];

    /// <summary>
    /// By default, the library keeps what it has read until the process ends. That is millions of objects, which each full garbage collection of all
    /// other tests would go through.
    /// </summary>
    private static Architecture Load(IReadOnlyList<Assembly> assemblies) =>
        new ArchLoader().LoadAssemblies([.. assemblies]).WithoutArchitectureCache().Build();

    private static string? FindModule(IType type, IReadOnlyList<string> modules)
    {
        // A type parameter has no namespace.
        if (type.Namespace?.FullName is not { } name)
            return null;
        return modules.FirstOrDefault(module => name == module) ?? modules.FirstOrDefault(module => IsIn(name, module) && !HasParts(module));

        bool HasParts(string module) => modules.Any(other => other != module && IsIn(other, module));
    }

    /// <param name="Namespace">The namespace of the user.</param>
    /// <param name="User">The type that uses another one.</param>
    /// <param name="Target">The other one.</param>
    private sealed record Use(string Namespace, string User, string Target);
}
