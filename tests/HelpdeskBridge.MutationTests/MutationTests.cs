using System.Reflection;
using HelpdeskBridge.MutationTests.Mutants;
using HelpdeskBridge.Tests.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace HelpdeskBridge.MutationTests;

/// <summary>A mutant that changes what is asserted is killed, and one that changes nothing is not. Else a score would mean nothing.</summary>
public sealed class MutationTests
{
    private const string Rule =
        """
        namespace HelpdeskBridge;

        public static class Rule
        {
            private const int Limit = 3;

            public static bool IsLate(int age) => age > Limit;

            public static int Largest(int one, int other)
            {
                if (one >= other)
                    return one;
                return other;
            }

            public static string Describe(object? value) => value is string { Length: > 0 } text ? text : "nothing";
        }
        """;

    private static readonly SwitchedFile File =
        new("Rule.cs", Rule, new Operators(new Dictionary<string, string[]>()), firstMutant: 1, firstMember: 0);

    private static readonly string[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)];

    private static readonly IReadOnlySet<int> Invalid = CompileCheck.FindInvalid("Rule", [File], [], References);

    private static readonly Assembly Built = Build();

    [Theory]
    [InlineData(">", ">=")]
    [InlineData(">", "<=")]
    [InlineData("3", "4")]
    [InlineData("3", "2")]
    public void A_mutant_that_changes_what_is_asserted_is_killed(string before, string after) =>
        IsLateIsRight(Find(before, after, line: before == "3" ? 5 : 7)).ShouldBeFalse();

    [Fact]
    public void Without_a_mutant_nothing_is_changed() => IsLateIsRight(mutant: 0).ShouldBeTrue();

    /// <summary>Of two equal numbers it does not matter which one is the larger.</summary>
    [Fact]
    public void A_mutant_that_changes_nothing_survives()
    {
        var mutant = Find(">=", ">", line: 11);

        foreach (var (one, other) in new[] { (1, 2), (2, 1), (2, 2) })
            Call<int>(mutant, "Largest", one, other).ShouldBe(2);
    }

    /// <summary>Without its pattern the variable has no value.</summary>
    [Fact]
    public void What_does_not_compile_is_no_mutant()
    {
        Invalid.ShouldContain(Find("value is string { Length: > 0 } text ? text : \"nothing\"", "(text)", line: 16));
        Invalid.ShouldNotContain(Find("value is string { Length: > 0 } text ? text : \"nothing\"", "(\"nothing\")", line: 16));
    }

    [Fact]
    public void Every_file_and_test_class_that_is_named_exists()
    {
        var tests = Assembly.Load("HelpdeskBridge.Tests");

        Targets.Tables.Where(name => tests.GetType(name) is null).ShouldBeEmpty();
        Targets.Files.Where(path => !System.IO.File.Exists(Path.Combine(RepositoryFolder.Root, path))).ShouldBeEmpty();
    }

    private static bool IsLateIsRight(int mutant) => !Call<bool>(mutant, "IsLate", 3) && Call<bool>(mutant, "IsLate", 4);

    private static int Find(string before, string after, int line) => File.Mutants
        .Single(mutant => (mutant.Change.Before, mutant.Change.After, mutant.Line) == (before, after, line)).Number;

    private static T Call<T>(int mutant, string method, params object[] arguments)
    {
        Built.GetType("HelpdeskBridge.MutantSwitch")!.GetField("Active")!.SetValue(null, mutant);
        return (T)Built.GetType("HelpdeskBridge.Rule")!.GetMethod(method)!.Invoke(null, arguments)!;
    }

    private static Assembly Build()
    {
        var code = File.Write(mutant => Invalid.Contains(mutant.Number)).Code;
        var compilation = CSharpCompilation.Create(
            "Rule",
            [CSharpSyntaxTree.ParseText(code), CSharpSyntaxTree.ParseText(SwitchedFile.Switch)],
            References.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var assembly = new MemoryStream();
        compilation.Emit(assembly).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        return Assembly.Load(assembly.ToArray());
    }
}
