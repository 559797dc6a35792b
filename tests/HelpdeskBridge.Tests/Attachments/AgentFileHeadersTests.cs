using HelpdeskBridge.AgentFiles;

namespace HelpdeskBridge.Tests.Attachments;

/// <summary>The headers under which agents' files are served from our address.</summary>
public sealed class AgentFileHeadersTests
{
    [Theory]
    [InlineData("image/png", "text/html", "image/png")]
    [InlineData("application/octet-stream", "image/png", "image/png")]
    [InlineData("binary/octet-stream", "image/png", "image/png")]
    [InlineData(null, "image/png", "image/png")]
    [InlineData("text/plain; name=\"é\"", "image/png", "image/png")]
    [InlineData("nonsense", "image/png", "image/png")]
    [InlineData("multipart/byteranges; boundary=x", "image/png", "image/png")]
    [InlineData("*/*", "image/*", "application/octet-stream")]
    [InlineData(null, null, "application/octet-stream")]
    [InlineData("a\r\nb: c", "", "application/octet-stream")]
    [InlineData("text/plain; charset=utf-8", null, "text/plain; charset=utf-8")]
    public void The_type_is_the_one_the_bytes_came_with_or_the_declared_one(string? received, string? declared, string type) =>
        AgentFileHeaders.GetContentType(received, declared).ShouldBe(type);

    [Theory]
    [InlineData("image/png", "inline")]
    [InlineData("IMAGE/JPEG", "inline")]
    [InlineData("video/mp4", "inline")]
    [InlineData("audio/ogg; codecs=opus", "inline")]
    [InlineData("application/pdf", "inline")]
    [InlineData("image/svg+xml", "attachment")]
    [InlineData("text/html; charset=utf-8", "attachment")]
    [InlineData("application/xhtml+xml", "attachment")]
    [InlineData("text/plain", "attachment")]
    [InlineData("application/octet-stream", "attachment")]
    public void Only_harmless_types_are_shown_in_the_browser(string type, string disposition) =>
        AgentFileHeaders.GetDisposition(type, "a.bin").ShouldStartWith(disposition + ";");

    [Theory]
    [InlineData("map.png", "inline; filename=map.png; filename*=UTF-8''map.png")]
    [InlineData("Карта 1.png", "filename*=UTF-8''%D0%9A%D0%B0%D1%80%D1%82%D0%B0%201.png")]
    [InlineData("a\"b;c.png", "filename*=UTF-8''a%22b%3Bc.png")]
    public void The_file_name_is_given_in_both_forms(string name, string part)
    {
        var disposition = AgentFileHeaders.GetDisposition("image/png", name);
        disposition.ShouldContain(part);
        disposition.ShouldContain("filename=");
        disposition.ShouldAllBe(c => c >= ' ' && c < '\x7f');
    }

    [Theory]
    [InlineData("image/svg+xml", true)]
    [InlineData("text/html", true)]
    [InlineData("image/png", true)]
    [InlineData("application/pdf", false)]
    public void Everything_is_in_a_sandbox_except_what_browsers_do_not_show_there(string type, bool sandboxed)
    {
        AgentFileHeaders.GetPolicy(type).ShouldStartWith("default-src 'none'");
        AgentFileHeaders.GetPolicy(type).Contains("sandbox", StringComparison.Ordinal).ShouldBe(sandboxed);
    }
}
