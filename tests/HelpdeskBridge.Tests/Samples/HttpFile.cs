using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.Tests.Samples;

/// <summary>A request of an .http file, as IDEs run it.</summary>
/// <param name="Name">From the line "# @name".</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Url">With variables, such as <c>{{bridge}}/metrics</c>.</param>
/// <param name="Headers">Names and values, with variables.</param>
/// <param name="Body">Text with variables; or the bytes of a file, which are sent as they are.</param>
/// <param name="ExpectedStatus">From the line "# Expected".</param>
/// <param name="ExpectedBody">JSON from the same line; empty when it only has a status.</param>
internal sealed record HttpFileRequest(
    string Name, string Method, string Url, IReadOnlyList<(string Name, string Value)> Headers, HttpFileBody? Body, HttpStatusCode ExpectedStatus,
    string ExpectedBody)
{
    public override string ToString() => Name;
}

/// <summary>The body of a request: written in the .http file, or in a file that it names.</summary>
internal sealed record HttpFileBody(string? Text, byte[] Bytes)
{
    public byte[] Fill(IReadOnlyDictionary<string, string> variables) =>
        Text is null ? Bytes : Encoding.UTF8.GetBytes(HttpFile.Fill(Text, variables));
}

/// <summary>
/// Reads the part of the .http format that is common to IDEs: variables, comments, requests separated by ###, and bodies from files. Anything else
/// is refused, because an IDE could understand it differently.
/// </summary>
internal sealed partial class HttpFile
{
    private HttpFile(IReadOnlyDictionary<string, string> variables, IReadOnlyList<HttpFileRequest> requests) =>
        (Variables, Requests) = (variables, requests);

    public IReadOnlyDictionary<string, string> Variables { get; }

    public IReadOnlyList<HttpFileRequest> Requests { get; }

    public static HttpFile Read(string path)
    {
        var parts = Separator().Split(File.ReadAllText(path).ReplaceLineEndings("\n"));
        var variables = parts[0].Split('\n').Select(line => Variable().Match(line)).Where(match => match.Success)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        return new HttpFile(variables, [.. parts.Skip(1).Select(part => ReadRequest(part, Path.GetDirectoryName(path)!))]);
    }

    /// <summary>Makes the request as an IDE does.</summary>
    public static HttpRequestMessage Create(HttpFileRequest request, IReadOnlyDictionary<string, string> variables)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), Fill(request.Url, variables));
        if (request.Body is { } body)
            message.Content = new ByteArrayContent(body.Fill(variables));
        foreach (var (name, value) in request.Headers)
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
                message.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else
                message.Headers.TryAddWithoutValidation(name, Fill(value, variables)).ShouldBeTrue(name);
        }

        return message;
    }

    public static string Fill(string text, IReadOnlyDictionary<string, string> variables) =>
        Placeholder().Replace(text, match => variables[match.Groups[1].Value]);

    private static HttpFileRequest ReadRequest(string part, string folder)
    {
        // The first line is the title behind the separator.
        var lines = part.Split('\n').Skip(1).ToList();
        var name = lines.Select(line => Name().Match(line)).Single(match => match.Success).Groups[1].Value;
        var expected = lines.Select(line => Expected().Match(line)).Single(match => match.Success);
        var code = lines.SkipWhile(line => line.Length == 0 || line[0] == '#').ToList();
        var start = RequestLine().Match(code[0]);
        start.Success.ShouldBeTrue($"{name}: {code[0]}");
        var headers = code.Skip(1).TakeWhile(line => line.Length > 0).Select(line => line.Split(": ", 2)).ToList();
        headers.ShouldAllBe(header => header.Length == 2, name);
        return new HttpFileRequest(
            name, start.Groups[1].Value, start.Groups[2].Value, [.. headers.Select(header => (header[0], header[1]))],
            ReadBody(string.Join('\n', code.Skip(1 + headers.Count)).Trim(), folder),
            (HttpStatusCode)int.Parse(expected.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), expected.Groups[2].Value);
    }

    private static HttpFileBody? ReadBody(string text, string folder) =>
        text.Length == 0 ? null
        : text.StartsWith("< ", StringComparison.Ordinal) ? new HttpFileBody(null, File.ReadAllBytes(Path.Combine(folder, text[2..])))
        : new HttpFileBody(text, []);

    [GeneratedRegex("^###", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex("^@([A-Za-z]+) = (.+)$")]
    private static partial Regex Variable();

    [GeneratedRegex("^# @name ([A-Za-z]+)$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^# Expected: (\d{3})(?: (.+))?$")]
    private static partial Regex Expected();

    [GeneratedRegex(@"^(GET|POST|HEAD) (\S+)$")]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"\{\{([A-Za-z]+)\}\}")]
    private static partial Regex Placeholder();
}
