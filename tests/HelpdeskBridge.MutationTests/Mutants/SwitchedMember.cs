using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HelpdeskBridge.MutationTests.Mutants;

/// <summary>A member that has mutants: a method, a property with one expression, or a constant value.</summary>
internal sealed class SwitchedMember(MemberDeclarationSyntax member)
{
    /// <summary>The part of a member that is changed.</summary>
    /// <returns>Null: members of this kind are not changed.</returns>
    public static SyntaxNode? FindBody(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression,
        PropertyDeclarationSyntax { ExpressionBody.Expression: var expression } => expression,
        FieldDeclarationSyntax { Declaration.Variables: [{ Initializer.Value: var value }] } field when IsConstant(field) => value,
        _ => null,
    };

    /// <summary>The member as others know it. It runs the mutant that is switched on.</summary>
    public string WriteSwitch(int number, IEnumerable<int> mutants)
    {
        var enter = $"global::HelpdeskBridge.MutantSwitch.Enter({number})";
        return member switch
        {
            MethodDeclarationSyntax method => $"{Modifiers("async")} {method.ReturnType} {method.Identifier}{method.TypeParameterList}"
                + $"{method.ParameterList} {method.ConstraintClauses} {{ switch ({enter}) {{ "
                + string.Concat(mutants.Select(mutant => $"case {mutant}: {Call(method, mutant)} ")) + $"default: {Call(method, 0)} }} }}",
            PropertyDeclarationSyntax property => WriteProperty(Modifiers(), property.Type, property.Identifier.Text),
            FieldDeclarationSyntax { Declaration: var field } =>
                WriteProperty($"{Modifiers("const", "static", "readonly")} static", field.Type, field.Variables[0].Identifier.Text),
            _ => throw new InvalidOperationException($"A {member.Kind()} has no mutants."),
        };

        string WriteProperty(string modifiers, TypeSyntax type, string name) => $"{modifiers} {type} {name} => {enter} switch {{ "
            + string.Concat(mutants.Select(mutant => $"{mutant} => {name}__{mutant}(), ")) + $"_ => {name}__0() }};";
    }

    /// <summary>The member with a change, or without one.</summary>
    public string WriteCopy(int number, Edit? change)
    {
        var body = FindBody(member)!;
        var code = change is null ? body.ToFullString() : change.ApplyTo(body.ToFullString(), body.FullSpan.Start);
        var isStatic = member is FieldDeclarationSyntax || member.Modifiers.Any(SyntaxKind.StaticKeyword);
        var (kind, end) = (isStatic ? "private static" : "private", body is BlockSyntax ? "" : ";");
        return member switch
        {
            MethodDeclarationSyntax method =>
                $"{kind} {(member.Modifiers.Any(SyntaxKind.AsyncKeyword) ? "async " : "")}{method.ReturnType} {method.Identifier}__{number}"
                + $"{method.TypeParameterList}{method.ParameterList} {method.ConstraintClauses} {(body is BlockSyntax ? "" : "=> ")}{code}{end}",
            PropertyDeclarationSyntax property => $"{kind} {property.Type} {property.Identifier}__{number}() => {code};",
            FieldDeclarationSyntax { Declaration: var field } => $"{kind} {field.Type} {field.Variables[0].Identifier}__{number}() => {code};",
            _ => throw new InvalidOperationException($"A {member.Kind()} has no mutants."),
        };
    }

    /// <summary>It becomes a property, so it must be a constant, which the tests do not look up, or private.</summary>
    private static bool IsConstant(FieldDeclarationSyntax field) => field.Modifiers.Any(SyntaxKind.ConstKeyword)
        || (field.Modifiers.Any(SyntaxKind.PrivateKeyword) && field.Modifiers.Any(SyntaxKind.StaticKeyword)
            && field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword));

    private static string Call(MethodDeclarationSyntax method, int mutant)
    {
        var arguments = string.Join(", ", method.ParameterList.Parameters.Select(parameter =>
            $"{parameter.Modifiers.FirstOrDefault(m => m.IsKind(SyntaxKind.RefKeyword) || m.IsKind(SyntaxKind.OutKeyword))} {parameter.Identifier}"));
        var call = $"{method.Identifier}__{mutant}{method.TypeParameterList}({arguments});";
        return method.ReturnType.ToString() == "void" ? $"{call} return;" : $"return {call}";
    }

    private string Modifiers(params string[] without) =>
        string.Join(' ', member.Modifiers.Select(modifier => modifier.Text).Where(modifier => !without.Contains(modifier)));
}
