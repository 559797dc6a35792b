using System.Text;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Tickets;

namespace HelpdeskBridge.Tests.Zendesk;

/// <summary>Notes are written as staff, so Zendesk would interpret what stands in them.</summary>
public sealed class InternalNoteTests
{
    [Theory]
    [InlineData("The client closed the chat.", "The client closed the chat.")]
    [InlineData("Dear {{ticket.requester.email}}", "Dear \\{{ticket.requester.email}}")]
    [InlineData("{{{a}}}", "\\{{\u200B{a}}}")]
    [InlineData("{{{{a", "\\{{\\{{a")]
    [InlineData("{% if x %}", "{\u200B% if x %}")]
    [InlineData("{ {a} }", "{ {a} }")]
    public void Placeholders_are_not_filled_in(string text, string note) => InternalNote.Create(text)!.Body.ShouldBe(note);

    [Theory]
    [InlineData("**bold** # x", "```\n**bold** # x\n```")]
    [InlineData("a\r\nb\n\n", "```\na\nb\n```")]
    [InlineData("a ``` b", "```\na `\u200B`` b\n```")]
    [InlineData("`````", "```\n`\u200B``\u200B``\n```")]
    public void Markdown_is_not_interpreted(string text, string note) => InternalNote.CodeBlock(text).ShouldBe(note);

    [Theory]
    [InlineData("**a**_b_.png", "`**a**_b_.png`")]
    [InlineData("a`b\nc", "`a'b c`")]
    [InlineData(" ", null)]
    [InlineData(null, null)]
    public void Markdown_in_a_name_is_not_interpreted(string? name, string? word) => InternalNote.InlineCode(name).ShouldBe(word);

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("\u200B")]
    public void An_empty_note_is_none(string text) => InternalNote.Create(text).ShouldBeNull();

    [Fact]
    public void A_note_is_internal_and_written_by_the_service_user() =>
        InternalNote.Create("x").ShouldBe(new CommentDraft("x", Public: false, AuthorId: null));

    [Fact]
    public void A_note_too_long_for_Zendesk_is_visibly_cut()
    {
        var note = InternalNote.Create(string.Concat(Enumerable.Repeat("word ", 20_000)))!.Body;

        Encoding.UTF8.GetByteCount(note).ShouldBeInRange(50_000, 60_010);
        note.ShouldEndWith("word …");
    }

    [Fact]
    public void A_code_block_that_is_cut_is_closed() =>
        InternalNote.Create(InternalNote.CodeBlock(string.Concat(Enumerable.Repeat("word ", 20_000)))!)!.Body.ShouldEndWith("word …\n```");
}
