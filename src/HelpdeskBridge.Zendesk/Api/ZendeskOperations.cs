using System.Collections.Frozen;
using System.Reflection;
using Refit;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>Names requests to Zendesk by the templates of their paths, for spans and metrics.</summary>
internal static class ZendeskOperations
{
    /// <summary>A file that an agent attached. Its path contains a token, so it has no template.</summary>
    public const string Attachment = "attachment";

    private const string Id = "{id}";
    private const int UlidLength = 26;

    private static readonly FrozenSet<string> Templates =
        new[] { typeof(IZendeskApi), typeof(IZendeskAdminApi), typeof(IZendeskSignInApi), typeof(IZendeskUploadApi) }
            .SelectMany(api => api.GetMethods())
            .Select(method => method.GetCustomAttribute<HttpMethodAttribute>()!.Path)
            .Select(path => ToTemplate(path.Split('?')[0], segment => segment.StartsWith('{')))
            .ToFrozenSet();

    public static string GetName(HttpRequestMessage request)
    {
        var template = ToTemplate(request.RequestUri!.AbsolutePath, IsId);
        return Templates.Contains(template) ? template : Attachment;
    }

    /// <summary>Ids are numbers; those of webhooks are ULIDs (github.com/ulid/spec).</summary>
    private static bool IsId(string segment) =>
        (segment.Length > 0 && segment.All(char.IsAsciiDigit)) || (segment.Length == UlidLength && segment.All(IsBase32));

    private static bool IsBase32(char character) => char.IsAsciiDigit(character) || char.IsAsciiLetterUpper(character);

    private static string ToTemplate(string path, Func<string, bool> isId) =>
        string.Join('/', path.Split('/').Select(segment => isId(segment) ? Id : segment));
}
