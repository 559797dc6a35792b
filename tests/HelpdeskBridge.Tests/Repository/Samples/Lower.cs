using HelpdeskBridge.Tests.Repository.Samples.Upper;

namespace HelpdeskBridge.Tests.Repository.Samples.Lower;

/// <summary>Breaks the order of modules within a method.</summary>
public sealed class UsesInBody
{
    public static int Value => UpperType.Value;
}

/// <summary>Breaks the order of modules by a type argument.</summary>
public sealed class UsesAsArgument
{
    public List<UpperType> Values { get; } = [];
}

/// <summary>Breaks the order of modules within a lambda.</summary>
public sealed class UsesInLambda
{
    public Func<int> Value { get; } = () => UpperType.Value;
}
