using System.Globalization;
using HelpdeskBridge.CrashTests.PowerCut.Disks;

namespace HelpdeskBridge.CrashTests.PowerCut.Tracing;

/// <summary>
/// What the recorded calls did to the files of a folder. A call that would change a file in a way that is not known here is refused, so that no
/// record is incomplete without anybody noticing.
/// </summary>
internal sealed class OperationReader(string folder)
{
    /// <summary>All calls that can change a file or its name. A question mark: not every processor has it.</summary>
    public const string Calls =
        "?open,openat,?openat2,?creat,write,pwrite64,writev,pwritev,pwritev2,?sendfile,?sendfile64,copy_file_range,splice,fsync,fdatasync,"
        + "sync_file_range,?truncate,ftruncate,?truncate64,?ftruncate64,fallocate,?rename,?renameat,renameat2,?link,linkat,?unlink,unlinkat,?mkdir,"
        + "mkdirat,?rmdir,?symlink,symlinkat,?mmap,?mmap2,io_uring_setup";

    /// <summary>SQLite's index of the write-ahead log lives in shared memory, and is built anew after a power cut.</summary>
    public const string IndexExtension = "-shm";

    public IEnumerable<DiskOperation> Read(IEnumerable<string> lines) =>
        TraceReader.Read(lines, folder).Where(call => call.IsSuccessful).SelectMany(Convert);

    private IEnumerable<DiskOperation> Convert(SystemCall call)
    {
        var (arguments, began, ended) = (call.Arguments, call.Began, call.Ended);
        return call.Name switch
        {
            "open" => Open(call, Resolve(arguments[0]), arguments[1]),
            "openat" => Open(call, Resolve(arguments[0], arguments[1]), arguments[2]),
            "pwrite64" when OfFile(arguments[0]) is { } path =>
                [new Write(path, ParseNumber(arguments[3]), StraceText.DecodeBytes(arguments[1])[..call.Returned], began, ended)],
            "fsync" or "fdatasync" when OfFile(arguments[0]) is { } path => [new Sync(path, began, ended)],
            "ftruncate" or "ftruncate64" when OfFile(arguments[0]) is { } path =>
                [new SetLength(path, ParseNumber(arguments[1]), OnlyGrows: false, began, ended)],
            "fallocate" when OfFile(arguments[0]) is { } path && arguments[1] == "0" =>
                [new SetLength(path, ParseNumber(arguments[2]) + ParseNumber(arguments[3]), OnlyGrows: true, began, ended)],
            "rename" => Move(call, Resolve(arguments[0]), Resolve(arguments[1])),
            "renameat" => Move(call, Resolve(arguments[0], arguments[1]), Resolve(arguments[2], arguments[3])),
            "renameat2" when arguments[4] is "0" or "RENAME_NOREPLACE" =>
                Move(call, Resolve(arguments[0], arguments[1]), Resolve(arguments[2], arguments[3])),
            "link" => [new Link(Resolve(arguments[0])!, Resolve(arguments[1])!, began, ended)],
            "linkat" => [new Link(Resolve(arguments[0], arguments[1])!, Resolve(arguments[2], arguments[3])!, began, ended)],
            "unlink" or "rmdir" => Resolve(arguments[0]) is { } path ? [new Remove(path, began, ended)] : [],
            "unlinkat" => Resolve(arguments[0], arguments[1]) is { } path ? [new Remove(path, began, ended)] : [],
            "mkdir" => Resolve(arguments[0]) is { } path ? [new CreateFolder(path, began, ended)] : [],
            "mkdirat" => Resolve(arguments[0], arguments[1]) is { } path ? [new CreateFolder(path, began, ended)] : [],
            "mmap" or "mmap2" => RefuseSharedMemory(call),
            _ => IsAboutFile(call) ? throw CreateRefusal(call) : [],
        };
    }

    private static IEnumerable<DiskOperation> Open(SystemCall call, string? path, string flags)
    {
        if (path is null)
            yield break;
        string[] unknown = ["O_SYNC", "O_DSYNC", "O_DIRECT", "O_TMPFILE", "O_APPEND"];
        if (flags.Split('|').Intersect(unknown).Any())
            throw CreateRefusal(call);
        if (flags.Contains("O_CREAT", StringComparison.Ordinal))
            yield return new CreateFile(path, call.Began, call.Ended);
        if (flags.Contains("O_TRUNC", StringComparison.Ordinal))
            yield return new SetLength(path, 0, OnlyGrows: false, call.Began, call.Ended);
    }

    private static IEnumerable<DiskOperation> Move(SystemCall call, string? path, string? target) =>
        path is null || target is null ? throw CreateRefusal(call) : [new Rename(path, target, call.Began, call.Ended)];

    /// <summary>What is written into memory that is shared with a file is seen by nobody.</summary>
    private IEnumerable<DiskOperation> RefuseSharedMemory(SystemCall call)
    {
        var isWritten = call.Arguments[2].Contains("PROT_WRITE", StringComparison.Ordinal)
            && call.Arguments[3].Contains("MAP_SHARED", StringComparison.Ordinal);
        return isWritten && OfFile(call.Arguments[4])?.EndsWith(IndexExtension, StringComparison.Ordinal) == false ? throw CreateRefusal(call) : [];
    }

    /// <summary>The process also writes the folder's name elsewhere, such as into its log.</summary>
    private bool IsAboutFile(SystemCall call) =>
        call.Name is "creat" or "openat2" or "truncate" or "truncate64" or "symlink" or "symlinkat"
        || call.Arguments.Any(argument => OfFile(argument) is not null);

    /// <summary>The file of a descriptor. Null: it is none of the folder, or has been deleted.</summary>
    private string? OfFile(string descriptor) => StraceText.FindPath(descriptor) is { } path ? MakeRelative(path) : null;

    private string? Resolve(string path) => MakeRelative(StraceText.DecodePath(path));

    private string? Resolve(string descriptor, string path) =>
        MakeRelative(Path.Combine(StraceText.FindPath(descriptor) ?? "/", StraceText.DecodePath(path)));

    /// <summary>Null: it is not in the folder.</summary>
    private string? MakeRelative(string path) =>
        path.TrimEnd('/') == folder ? "" : path.StartsWith(folder + "/", StringComparison.Ordinal) ? path[(folder.Length + 1)..].TrimEnd('/') : null;

    private static long ParseNumber(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static InvalidDataException CreateRefusal(SystemCall call)
    {
        var arguments = string.Join(", ", call.Arguments.Select(argument => argument.Length > 200 ? "…" : argument));
        return new InvalidDataException($"The record does not know what {call.Name}({arguments}) does to a file.");
    }
}
