using System.Runtime.CompilerServices;
using Dapper;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>
/// Every fixture has a store of its own with the same tables. Dapper compiles each statement anew for every connection string it meets,
/// unless it treats them as equal.
/// </summary>
internal sealed class SameSchemaComparer : IEqualityComparer<string>
{
    public bool Equals(string? x, string? y) => true;

    public int GetHashCode(string obj) => 0;

    [ModuleInitializer]
    internal static void ShareStatements() => SqlMapper.ConnectionStringComparer = new SameSchemaComparer();
}
