using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HelpdeskBridge.MutationTests.Mutants;

/// <summary>The members of enums, as they are declared.</summary>
internal static class EnumNames
{
    public static IReadOnlyDictionary<string, string[]> Find(IEnumerable<string> paths) => paths
        .SelectMany(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot().DescendantNodes().OfType<EnumDeclarationSyntax>())
        .DistinctBy(type => type.Identifier.Text)
        .ToDictionary(type => type.Identifier.Text, type => type.Members.Select(member => member.Identifier.Text).ToArray());
}
