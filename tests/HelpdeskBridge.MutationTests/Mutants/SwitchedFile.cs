using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace HelpdeskBridge.MutationTests.Mutants;

/// <summary>
/// A source file that contains all of its mutants: each member is there once as it is, and once for each of its mutants. The member itself calls the
/// one that is switched on (<see cref="Switch"/>). So all mutants are built once, and any change that compiles in a member can be a mutant, whatever
/// variables its patterns declare.
/// </summary>
internal sealed class SwitchedFile
{
    /// <summary>Part of the mutated service. Which mutant is on, and which members were entered.</summary>
    public const string Switch =
        """
        namespace HelpdeskBridge;

        public static class MutantSwitch
        {
            public static int Active;
            public static readonly bool[] Entered = new bool[10_000];

            public static int Enter(int member)
            {
                Entered[member] = true;
                return System.Threading.Volatile.Read(ref Active);
            }
        }
        """;

    private readonly SourceText _original;
    private readonly List<(MemberDeclarationSyntax Member, Mutant[] Mutants)> _members = [];

    /// <param name="file">The path of the file.</param>
    /// <param name="code">Its content.</param>
    /// <param name="operators">The changes to make.</param>
    /// <param name="firstMutant">The number of its first mutant.</param>
    /// <param name="firstMember">The number of its first member.</param>
    public SwitchedFile(string file, string code, Operators operators, int firstMutant, int firstMember)
    {
        _original = SourceText.From(code);
        var root = CSharpSyntaxTree.ParseText(_original).GetRoot();
        foreach (var member in root.DescendantNodes().OfType<MemberDeclarationSyntax>())
        {
            if (SwitchedMember.FindBody(member) is not { } body)
                continue;
            // What is thrown is for developers: it tells of a fault in the program.
            var changes = body.DescendantNodesAndSelf(node => node is not (ThrowExpressionSyntax or ThrowStatementSyntax))
                .SelectMany(operators.Change)
                .DistinctBy(change => change.ApplyTo(_original.ToString(body.FullSpan), body.FullSpan.Start));
            Mutant[] mutants =
            [
                .. changes.Select((change, i) =>
                {
                    var line = _original.Lines.GetLineFromPosition(change.Span.Start);
                    return new Mutant(firstMutant + i, file, line.LineNumber + 1, line.ToString().Trim(), firstMember + _members.Count, change);
                }),
            ];
            if (mutants.Length == 0)
                continue;
            firstMutant += mutants.Length;
            _members.Add((member, mutants));
        }
    }

    public IEnumerable<Mutant> Mutants => _members.SelectMany(member => member.Mutants);

    public int MemberCount => _members.Count;

    /// <summary>Writes the file with all of its mutants.</summary>
    /// <param name="isLeftOut">Leaves mutants out.</param>
    /// <returns>The code, and where each mutant is in it.</returns>
    public (string Code, IReadOnlyList<(TextSpan Span, Mutant Mutant)> Places) Write(Func<Mutant, bool> isLeftOut)
    {
        var code = new System.Text.StringBuilder();
        var places = new List<(TextSpan, Mutant)>();
        var position = 0;
        foreach (var (member, all) in _members)
        {
            Mutant[] mutants = [.. all.Where(mutant => !isLeftOut(mutant))];
            if (mutants.Length == 0)
                continue;
            code.Append(_original.ToString(TextSpan.FromBounds(position, member.SpanStart)));
            var switched = new SwitchedMember(member);
            code.AppendLine(switched.WriteSwitch(all[0].Member, mutants.Select(mutant => mutant.Number)));
            code.AppendLine(switched.WriteCopy(0, null));
            foreach (var mutant in mutants)
            {
                var start = code.Length;
                code.AppendLine(switched.WriteCopy(mutant.Number, mutant.Change));
                places.Add((TextSpan.FromBounds(start, code.Length), mutant));
            }

            position = member.Span.End;
        }

        code.Append(_original.ToString(TextSpan.FromBounds(position, _original.Length)));
        return (code.ToString(), places);
    }
}
