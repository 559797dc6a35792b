using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>The documentation comments of the service: the XML that the compiler writes beside each assembly.</summary>
internal static partial class XmlDocs
{
    private static readonly Dictionary<string, XElement> Members = SourceTree.Projects
        .SelectMany(project => XDocument.Load(Path.Combine(AppContext.BaseDirectory, project + ".xml")).Descendants("member"))
        .DistinctBy(member => member.Attribute("name")!.Value)
        .ToDictionary(member => member.Attribute("name")!.Value);

    /// <summary>A part of a setting's comment, such as its summary, as Markdown; empty when there is none.</summary>
    public static string Get(PropertyInfo property, string element = "summary") =>
        Get($"P:{property.DeclaringType!.FullName}.{property.Name}", element);

    public static string Get(Type type) => Get($"T:{type.FullName}", "summary");

    /// <summary>The comment of an enum's choice.</summary>
    public static string Get(Type type, string choice) => Get($"F:{type.FullName}.{choice}", "summary");

    private static string Get(string member, string element) =>
        Members.GetValueOrDefault(member)?.Element(element) is { } found
            ? Spaces().Replace(string.Concat(found.Nodes().Select(Render)), " ").Trim()
            : "";

    private static string Render(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
        _ => throw new InvalidOperationException($"The page of settings can't show this part of a comment: {node}"),
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
