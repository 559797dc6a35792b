using System.Text;
using HelpdeskBridge.Attachments;

namespace HelpdeskBridge.Tests.Attachments;

/// <summary>Names and types of clients' files.</summary>
public sealed class FileNameTests
{
    private const string Url = "https://files.example.com/chats/a%20b.png?signature=x.exe";

    [Theory]
    [InlineData("receipt.png", "receipt.png")]
    [InlineData("Счёт №7.PDF", "Счёт №7.PDF")]
    [InlineData("a b.tar.gz", "a b.tar.gz")]
    [InlineData("../../etc/passwd.txt", "passwd.txt")]
    [InlineData("C:\\Users\\Ann\\photo.jpg", "photo.jpg")]
    [InlineData("folder/photo.jpg/", "photo.jpg")]
    [InlineData("a\r\nSet-Cookie: x\t.png", "a Set-Cookie: x.png")]
    [InlineData("a\0\u0007b.png", "ab.png")]
    [InlineData("cod\u202Egpj.exe", "codgpj.exe")]
    [InlineData("a\u2066b\u2069c\u200E\u200F\u061C.png", "abc.png")]
    [InlineData("\uFEFFa.png", "a.png")]
    [InlineData("a\u2028b.png", "a b.png")]
    [InlineData("👩\u200D👧.png", "👩\u200D👧.png")]
    [InlineData("  spaces  .png  ", "spaces.png")]
    [InlineData("dots...", "dots.png")]
    [InlineData(".png", "file.png")]
    [InlineData("no extension", "no extension.png")]
    [InlineData("version 1. of it", "version 1. of it.png")]
    [InlineData("", "a b.png")]
    [InlineData("  ", "a b.png")]
    [InlineData("..", "a b.png")]
    [InlineData("///", "a b.png")]
    [InlineData("\u202E", "a b.png")]
    [InlineData(null, "a b.png")]
    public void A_name_is_fit_for_every_disk_and_list(string? given, string name) => FileName.Create(given, Url, "image/png").ShouldBe(name);

    [Theory]
    [InlineData("https://files.example.com/", "file.png")]
    [InlineData("https://files.example.com", "file.png")]
    [InlineData("https://files.example.com/download/", "download.png")]
    [InlineData("https://files.example.com/a%2F..%2Fb%0D%0A.jpg", "b.jpg")]
    [InlineData("https://files.example.com/%D1%87%D0%B5%D0%BA.pdf", "чек.pdf")]
    public void Without_a_name_the_address_has_one(string url, string name) => FileName.Create(null, url, "image/png").ShouldBe(name);

    [Fact]
    public void A_long_name_is_shortened_and_keeps_its_extension_and_whole_characters()
    {
        FileName.Create(new string('x', 300) + ".png", Url, null).ShouldBe(new string('x', 251) + ".png");
        FileName.Create(new string('x', 250) + "😀.png", Url, null).ShouldBe(new string('x', 250) + ".png");
        FileName.Create("a." + new string('x', 300), Url, null).Length.ShouldBe(255);
        FileName.Create("half \ud83d.png", Url, null).ShouldBe("half.png");
    }

    [Theory]
    [InlineData(254, ". x", "")]
    [InlineData(250, "  . x.png", ".png")]
    public void Where_a_long_name_is_shortened_it_does_not_end_with_a_point_or_a_space(int letters, string end, string extension)
    {
        var name = FileName.Create(new string('x', letters) + end, Url, null);

        name.ShouldBe(new string('x', letters) + extension);
        FileName.Create(name, Url, null).ShouldBe(name);
        FileName.Create(new string('.', 300) + "x y", Url, "image/png").ShouldBe("file.png");
    }

    [Theory]
    [InlineData("a", ".png", 200)]
    [InlineData("я", ".png", 200)]
    [InlineData("😀", ".jpeg", 197)]
    public void A_name_for_an_address_is_shortened_by_its_bytes(string letter, string extension, int bytes)
    {
        var name = FileName.Create(string.Concat(Enumerable.Repeat(letter, 250)) + extension, null, null, maxBytes: 200);

        Encoding.UTF8.GetByteCount(name).ShouldBe(bytes);
        name.ShouldEndWith(letter + extension);
        FileName.Create(name, null, null, maxBytes: 200).ShouldBe(name, "sane names stay");
        FileName.Create(null, null, "image/png", maxBytes: 200).ShouldBe("file.png");
    }

    [Fact]
    public void A_type_without_an_extension_of_its_own_adds_none() => FileName.Create("notes", Url, FileType.Unknown).ShouldBe("notes");

    [Theory]
    [InlineData("\u0089PNG\r\n\u001a\n", "a.txt", "image/png")]
    [InlineData("\u00FF\u00D8\u00FF\u00E0", null, "image/jpeg")]
    [InlineData("GIF89a", null, "image/gif")]
    [InlineData("GIF87a", null, "image/gif")]
    [InlineData("RIFF1234WEBPVP8 ", null, "image/webp")]
    [InlineData("RIFF1234WAVEfmt ", null, "audio/wav")]
    [InlineData("xxxx1234WEBPVP8 ", null, "application/octet-stream")]
    [InlineData("%PDF-1.7", "scan", "application/pdf")]
    [InlineData("PK\u0003\u0004", null, "application/zip")]
    [InlineData("PK\u0003\u0004", "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("PK\u0003\u0004", "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("PK\u0003\u0004", "a.png", "application/zip")]
    [InlineData("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1", "a.doc", "application/msword")]
    [InlineData("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1", null, "application/octet-stream")]
    [InlineData("\0\0\0\u0018ftypisom", null, "video/mp4")]
    [InlineData("\0\0\0\u0018ftypqt  ", null, "video/quicktime")]
    [InlineData("\0\0\0\u0018ftypheic", null, "image/heic")]
    [InlineData("\0\0\0\u0018ftypM4A ", null, "audio/mp4")]
    [InlineData("ID3\u0004", null, "audio/mpeg")]
    [InlineData("\u00FF\u00FB\u0090", null, "audio/mpeg")]
    [InlineData("OggS", "voice", "audio/ogg")]
    [InlineData("fLaC", null, "audio/flac")]
    [InlineData("\u001A\u0045\u00DF\u00A3", null, "video/webm")]
    [InlineData("Rar!\u001a\u0007\0", null, "application/vnd.rar")]
    [InlineData("7z\u00BC\u00AF\u0027\u001C", null, "application/x-7z-compressed")]
    [InlineData("\u001F\u008B\u0008", "a.tgz", "application/gzip")]
    [InlineData("Hello", "a.txt", "text/plain")]
    [InlineData("a;b", "a.CSV", "text/csv")]
    [InlineData("BMW", "a.txt", "text/plain")]
    [InlineData("Hello", null, "application/octet-stream")]
    [InlineData("", "a.png", "image/png")]
    [InlineData("Hello", "a.strange", "application/octet-stream")]
    public void A_type_is_recognized_by_the_first_bytes_or_else_by_the_name(string head, string? name, string type) =>
        FileType.Detect(Encoding.Latin1.GetBytes(head), name).ShouldBe(type);
}
