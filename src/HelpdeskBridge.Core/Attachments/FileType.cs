using Microsoft.AspNetCore.StaticFiles;

namespace HelpdeskBridge.Attachments;

/// <summary>Detects the content type of a file from its first bytes, or else from its name. A name alone can be wrong.</summary>
internal static class FileType
{
    /// <summary>How many of the first bytes of a file are used.</summary>
    public const int HeadBytes = 64;

    public const string Unknown = "application/octet-stream";

    /// <summary>The position in a RIFF file at which its kind is named.</summary>
    private const int RiffKindOffset = 8;

    private const string Zip = "application/zip";
    private const string CompoundFile = "application/x-ole-storage";

    private static readonly FileExtensionContentTypeProvider ByExtension = new();

    private static readonly (int Offset, byte[] Magic, string Type)[] Signatures =
    [
        (0, [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
        (0, [0xFF, 0xD8, 0xFF], "image/jpeg"),
        (0, [.. "GIF87a"u8], "image/gif"),
        (0, [.. "GIF89a"u8], "image/gif"),
        (RiffKindOffset, [.. "WEBP"u8], "image/webp"),
        (RiffKindOffset, [.. "WAVE"u8], "audio/wav"),
        (RiffKindOffset, [.. "AVI "u8], "video/x-msvideo"),
        (0, [.. "II*\0"u8], "image/tiff"),
        (0, [.. "MM\0*"u8], "image/tiff"),
        (0, [.. "%PDF-"u8], "application/pdf"),
        (0, [.. "PK\u0003\u0004"u8], Zip),
        (0, [.. "PK\u0005\u0006"u8], Zip),
        (0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], CompoundFile),
        (0, [.. "Rar!\u001a\u0007"u8], "application/vnd.rar"),
        (0, [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C], "application/x-7z-compressed"),
        (0, [0x1F, 0x8B, 0x08], "application/gzip"),
        (0, [.. "{\\rtf"u8], "application/rtf"),
        (0, [.. "OggS"u8], "audio/ogg"),
        (0, [.. "fLaC"u8], "audio/flac"),
        (0, [.. "#!AMR"u8], "audio/amr"),
        (0, [.. "ID3"u8], "audio/mpeg"),
        (0, [0xFF, 0xFB], "audio/mpeg"),
        (0, [0xFF, 0xF3], "audio/mpeg"),
        (0, [0xFF, 0xF2], "audio/mpeg"),
        (0, [0x1A, 0x45, 0xDF, 0xA3], "video/webm"),
        (4, [.. "ftypheic"u8], "image/heic"),
        (4, [.. "ftypheix"u8], "image/heic"),
        (4, [.. "ftypavif"u8], "image/avif"),
        (4, [.. "ftypM4A "u8], "audio/mp4"),
        (4, [.. "ftypqt  "u8], "video/quicktime"),
        (4, [.. "ftyp"u8], "video/mp4"),
    ];

    /// <param name="head">The first bytes of the file, up to <see cref="HeadBytes"/>.</param>
    /// <param name="name">The name of the file, if it has one.</param>
    public static string Detect(ReadOnlySpan<byte> head, string? name)
    {
        var named = name is not null && ByExtension.TryGetContentType(name, out var type) ? type : null;
        foreach (var (offset, magic, sniffed) in Signatures)
        {
            if (head.Length < offset + magic.Length || !head[offset..].StartsWith(magic) || (offset == RiffKindOffset && !head.StartsWith("RIFF"u8)))
                continue;

            // Office documents are files of these two kinds. Only the name tells which document it is.
            return sniffed is Zip or CompoundFile && named?.StartsWith("application/", StringComparison.Ordinal) == true ? named
                : sniffed == CompoundFile ? Unknown
                : sniffed;
        }

        return named ?? Unknown;
    }

    /// <returns>The usual extension, with its dot, for a type that can be detected from the first bytes; empty for all other types.</returns>
    public static string GetExtension(string type) => type switch
    {
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "image/tiff" => ".tif",
        "image/heic" => ".heic",
        "image/avif" => ".avif",
        "application/pdf" => ".pdf",
        Zip => ".zip",
        "application/vnd.rar" => ".rar",
        "application/x-7z-compressed" => ".7z",
        "application/gzip" => ".gz",
        "application/rtf" => ".rtf",
        "audio/ogg" => ".ogg",
        "audio/flac" => ".flac",
        "audio/amr" => ".amr",
        "audio/mpeg" => ".mp3",
        "audio/mp4" => ".m4a",
        "audio/wav" => ".wav",
        "video/mp4" => ".mp4",
        "video/quicktime" => ".mov",
        "video/webm" => ".webm",
        "video/x-msvideo" => ".avi",
        _ => "",
    };
}
