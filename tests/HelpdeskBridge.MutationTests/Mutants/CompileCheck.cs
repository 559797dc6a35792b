using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace HelpdeskBridge.MutationTests.Mutants;

/// <summary>
/// Finds the mutants that are no valid C#. Only errors inside of a mutant count: code that generators write is absent here, so there are others.
/// </summary>
internal static class CompileCheck
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);

    /// <param name="assembly">The name of the assembly, which decides what internal types it sees.</param>
    /// <param name="files">The mutated files.</param>
    /// <param name="others">The paths of the assembly's other sources.</param>
    /// <param name="references">The paths of the assemblies it uses.</param>
    /// <returns>The numbers of the invalid mutants.</returns>
    public static IReadOnlySet<int> FindInvalid(
        string assembly, IEnumerable<SwitchedFile> files, IEnumerable<string> others, IEnumerable<string> references)
    {
        var written = files.Select(file => file.Write(_ => false)).Select(file => (Tree: Parse(file.Code), file.Places)).ToList();
        var compilation = CSharpCompilation.Create(
            assembly,
            [.. written.Select(file => file.Tree), Parse(SwitchedFile.Switch), .. others.Select(path => Parse(File.ReadAllText(path)))],
            references.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var invalid = new HashSet<int>();
        foreach (var (tree, places) in written)
        {
            foreach (var error in compilation.GetSemanticModel(tree).GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error))
            {
                var at = error.Location.SourceSpan.Start;
                invalid.UnionWith(places.Where(place => place.Span.Contains(at)).Select(place => place.Mutant.Number));
            }
        }

        return invalid;
    }

    /// <summary>
    /// A generator writes the bodies of partial methods. Without one, a call counts as absent, so that its arguments would not be checked. The text
    /// keeps its length, so that places stay where they are.
    /// </summary>
    private static SyntaxTree Parse(string code) => CSharpSyntaxTree.ParseText(
        SourceText.From(code.Replace(" static partial void ", " static extern  void ", StringComparison.Ordinal)), Options);
}
