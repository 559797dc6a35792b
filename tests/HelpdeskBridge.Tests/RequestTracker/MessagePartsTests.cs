using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.RequestTracker.Tickets;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>Which parts of a message are its text, and which are files.</summary>
public sealed class MessagePartsTests
{
    [Fact]
    public void A_nameless_plain_text_is_the_text_and_everything_with_a_name_is_a_file()
    {
        var parts = Create(
            Part("1", "multipart/mixed"), Part("2", "text/plain; charset=utf-8", content: "words"), Part("3", "text/plain", "notes.txt"),
            Part("4", "image/png"));
        parts.Text.ShouldBe("words");
        parts.Files.Select(file => (file.File.Id, file.File.Name)).ShouldBe([("3", "notes.txt"), ("4", "")]);
    }

    [Fact]
    public void HTML_alone_becomes_plain_text() =>
        Create(Part("1", "text/html", content: "<p>Hi <b>Ann</b> &amp; Bob</p>")).Text.ShouldBe("Hi Ann & Bob");

    [Fact]
    public void Of_both_forms_of_a_mail_the_plain_one_is_taken() =>
        Create(Part("1", "multipart/alternative"), Part("2", "text/plain", content: "plain"), Part("3", "text/html", content: "<p>html</p>"))
            .Text.ShouldBe("plain");

    [Fact]
    public void The_empty_part_of_a_message_without_text_is_no_file()
    {
        var parts = Create(Part("1", "application/octet-stream"), Part("2", "application/pdf", "a.pdf"));
        parts.Text.ShouldBeEmpty();
        parts.Files.ShouldHaveSingleItem().File.Name.ShouldBe("a.pdf");
    }

    private static MessageParts Create(params RtAttachment[] parts) =>
        MessageTexts.Create(parts, [.. parts.Where(part => part.Content is not null)]);

    private static RtAttachment Part(string id, string type, string? name = null, string? content = null) => new(id, "58", type, name, "5", content);
}
