using System.Security.Cryptography;
using System.Text.Json;
using HelpdeskBridge.RequestTracker.Attachments;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>A file is decoded from a JSON answer while it is read.</summary>
public sealed class AttachmentStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(57)]
    [InlineData(100_000)]
    public async Task Every_byte_comes_out_whatever_the_pieces(int length)
    {
        var file = RandomNumberGenerator.GetBytes(length);
        var json = JsonSerializer.SerializeToUtf8Bytes(new { Filename = "x", Content = InLines(file), Parent = new { id = "7" } });
        foreach (var piece in (int[])[1, 3, 1000, 1_000_000])
            (await ReadAsync(json, piece)).ShouldBe(file);
    }

    [Theory]
    [InlineData("""{"Filename":"\"Content\":\"QUJD\"","Content":"REVG\n","id":8}""", "DEF")]
    [InlineData("""{"Parent":{"Content":"QUJD"},"Other":["Content","QUJD"],"Content":"REVG"}""", "DEF")]
    [InlineData("""{"Headers":"Content","Content":"Pz8\/\n"}""", "??\u003f")]
    [InlineData("""{ "Content" : "REVG" }""", "DEF")]
    [InlineData("""{"Content":"","Headers":"x"}""", "")]
    [InlineData("""{"Content":null,"Headers":"QUJD"}""", "")]
    [InlineData("""{"Con\u0074ent":"REVG"}""", "DEF")]
    [InlineData("""{"Co\ntent":"QUJD","Content":"RE VG\r\n"}""", "DEF")]
    public async Task Only_the_member_itself_counts(string json, string content) =>
        System.Text.Encoding.UTF8.GetString(await ReadAsync(System.Text.Encoding.UTF8.GetBytes(json), 5)).ShouldBe(content);

    [Theory]
    [InlineData("""{"Content":"REVG""")]
    [InlineData("""{"Content":"RE"}""")]
    [InlineData("""{"Content":"REVGR"}""")]
    [InlineData("""{"Content": "RA==REVG"}""")]
    [InlineData("""{"Content":"REV\"G"}""")]
    [InlineData("""{"Content":"REV\u00e9G"}""")]
    [InlineData("""{"Content":"????"}""")]
    public async Task An_answer_that_breaks_off_or_is_no_base64_is_an_error(string json) =>
        await Should.ThrowAsync<InvalidDataException>(() => ReadAsync(System.Text.Encoding.UTF8.GetBytes(json), 5));

    private static string InLines(byte[] file) =>
        string.Concat(Convert.ToBase64String(file).Chunk(76).Select(line => new string(line) + "\n"));

    private static async Task<byte[]> ReadAsync(byte[] json, int piece)
    {
        await using var stream = new AttachmentStream(new PieceStream(json, piece), new MemoryStream());
        using var result = new MemoryStream();
        await stream.CopyToAsync(result, TestContext.Current.CancellationToken);
        return result.ToArray();
    }

    private sealed class PieceStream(byte[] content, int piece) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
