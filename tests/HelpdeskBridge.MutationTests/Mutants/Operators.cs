using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HelpdeskBridge.MutationTests.Mutants;

/// <summary>
/// The changes that are made to code. They know the syntax only: what does not compile is left out afterwards (<see cref="CompileCheck"/>).
/// </summary>
/// <param name="enums">The members of the service's enums, by the names of the enums.</param>
internal sealed class Operators(IReadOnlyDictionary<string, string[]> enums)
{
    private static readonly Dictionary<SyntaxKind, string[]> OtherTokens = new()
    {
        [SyntaxKind.LessThanToken] = ["<=", ">="],
        [SyntaxKind.LessThanEqualsToken] = ["<", ">"],
        [SyntaxKind.GreaterThanToken] = [">=", "<="],
        [SyntaxKind.GreaterThanEqualsToken] = [">", "<"],
        [SyntaxKind.EqualsEqualsToken] = ["!="],
        [SyntaxKind.ExclamationEqualsToken] = ["=="],
        [SyntaxKind.AmpersandAmpersandToken] = ["||"],
        [SyntaxKind.BarBarToken] = ["&&"],
        [SyntaxKind.PlusToken] = ["-"],
        [SyntaxKind.MinusToken] = ["+"],
        [SyntaxKind.AsteriskToken] = ["/"],
    };

    public IEnumerable<Edit> Change(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax binary => ChangeBinary(binary),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negation =>
            [Edit.Replace(negation, negation.Operand.ToString())],
        LiteralExpressionSyntax literal => ChangeLiteral(literal),
        ConditionalExpressionSyntax choice => [Edit.Replace(choice, $"({choice.WhenTrue})"), Edit.Replace(choice, $"({choice.WhenFalse})")],
        IfStatementSyntax { Condition: var condition } =>
            [Edit.Replace(condition, $"({condition}) && false"), Edit.Replace(condition, $"({condition}) || true")],
        ExpressionStatementSyntax statement => [Edit.Replace(statement, ";")],
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call =>
            [Edit.Replace(call, access.Expression.ToString()), .. RemoveEach(call.ArgumentList.Arguments)],
        InvocationExpressionSyntax call => RemoveEach(call.ArgumentList.Arguments),
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: var arguments } => RemoveEach(arguments),
        InitializerExpressionSyntax initializer => RemoveEach(initializer.Expressions),
        CollectionExpressionSyntax collection => RemoveEach(collection.Elements),
        MemberAccessExpressionSyntax access => ChangeEnum(access),
        InterpolatedStringExpressionSyntax text => [Edit.Replace(text, "\"\""), .. text.Contents.OfType<InterpolationSyntax>().Select(Edit.Remove)],
        PatternSyntax pattern => ChangePattern(pattern),
        PropertyPatternClauseSyntax properties => RemoveEach(properties.Subpatterns),
        IsPatternExpressionSyntax test => [Edit.Replace(test, $"!({test})")],
        WhenClauseSyntax clause => [Edit.Remove(clause)],
        SwitchExpressionSyntax { Arms: var arms } => Enumerable.Range(0, arms.Count - 1).Select(i => Edit.RemoveFrom(arms, i)),
        SwitchSectionSyntax section => [Edit.Remove(section)],
        _ => [],
    };

    private static IEnumerable<Edit> ChangeBinary(BinaryExpressionSyntax binary) =>
    [
        .. ChangeToken(binary.OperatorToken),
        .. binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression
            ? KeepOneOf(binary, binary.Left, binary.Right)
            : [],
    ];

    private static IEnumerable<Edit> ChangePattern(PatternSyntax pattern) => pattern switch
    {
        BinaryPatternSyntax binary => KeepOneOf(binary, binary.Left, binary.Right),
        UnaryPatternSyntax negation => [Edit.Replace(negation, negation.Pattern.ToString())],
        RelationalPatternSyntax relation => ChangeToken(relation.OperatorToken),
        _ => [],
    };

    private static IEnumerable<Edit> ChangeLiteral(LiteralExpressionSyntax literal) => literal.Kind() switch
    {
        SyntaxKind.TrueLiteralExpression => [Edit.Replace(literal, "false")],
        SyntaxKind.FalseLiteralExpression => [Edit.Replace(literal, "true")],
        SyntaxKind.StringLiteralExpression when literal.Token.ValueText.Length > 0 => [Edit.Replace(literal, "\"\"")],
        SyntaxKind.NumericLiteralExpression when literal.Token.Value is int number =>
            [Edit.Replace(literal, Write(number + 1)), Edit.Replace(literal, Write(number - 1))],
        _ => [],
    };

    /// <summary>Another member of the same enum: the next one.</summary>
    private IEnumerable<Edit> ChangeEnum(MemberAccessExpressionSyntax access)
    {
        var type = access.Expression.ToString().Split('.')[^1];
        if (!enums.TryGetValue(type, out var members) || Array.IndexOf(members, access.Name.ToString()) is not (>= 0 and var index))
            return [];
        return [Edit.Replace(access.Name, members[(index + 1) % members.Length])];
    }

    private static IEnumerable<Edit> ChangeToken(SyntaxToken token) => OtherTokens.GetValueOrDefault(token.Kind(), [])
        .Select(other => new Edit(token.Span, token.Text, other));

    private static IEnumerable<Edit> KeepOneOf(SyntaxNode whole, SyntaxNode left, SyntaxNode right) =>
        [Edit.Replace(whole, left.ToString()), Edit.Replace(whole, right.ToString())];

    private static IEnumerable<Edit> RemoveEach<TNode>(SeparatedSyntaxList<TNode> list)
        where TNode : SyntaxNode => Enumerable.Range(0, list.Count).Select(i => Edit.RemoveFrom(list, i));

    private static string Write(int number) => number < 0 ? $"({number.ToString(CultureInfo.InvariantCulture)})" : $"{number}";
}
