using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace HelpdeskBridge.MutationTests.Mutants;

/// <summary>A piece of code and what is written instead of it.</summary>
/// <param name="Span">Where it is in the file.</param>
/// <param name="Before">The piece.</param>
/// <param name="After">What is written instead.</param>
internal sealed record Edit(TextSpan Span, string Before, string After)
{
    public static Edit Replace(SyntaxNode node, string after) => new(node.Span, node.ToString(), after);

    public static Edit Remove(SyntaxNode node) => Replace(node, "");

    /// <summary>Removes an element of a list, with the comma beside it.</summary>
    public static Edit RemoveFrom<TNode>(SeparatedSyntaxList<TNode> list, int index)
        where TNode : SyntaxNode
    {
        var span = index + 1 < list.Count ? TextSpan.FromBounds(list[index].SpanStart, list[index + 1].SpanStart)
            : index > 0 ? TextSpan.FromBounds(list[index - 1].Span.End, list[index].Span.End)
            : list[index].Span;
        return new Edit(span, list[index].ToString(), "");
    }

    /// <summary>The code with the change.</summary>
    /// <param name="code">The code.</param>
    /// <param name="start">Where the code begins in the file.</param>
    public string ApplyTo(string code, int start) => code.Remove(Span.Start - start, Span.Length).Insert(Span.Start - start, After);
}
