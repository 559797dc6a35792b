using HelpdeskBridge.CrashTests.PowerCut.Disks;
using HelpdeskBridge.CrashTests.PowerCut.Tracing;

namespace HelpdeskBridge.CrashTests.PowerCut;

/// <summary>The lines that strace writes.</summary>
public sealed class TraceReaderTests
{
    private static readonly string File = $"7<{StraceText.Encode("/d/a")}>";

    [Fact]
    public void Each_call_about_the_folder_becomes_what_it_did()
    {
        string[] lines =
        [
            Line($"openat(AT_FDCWD<{StraceText.Encode("/")}>, \"{StraceText.Encode("/d/a")}\", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = {File}"),
            Line($"pwrite64({File}, \"\\x78\\x79\", 2, 5) = 2"),
            Line($"pwrite64({File}, \"\\x78\\x79\", 2, 5) = -1 ENOSPC (No space left on device)"),
            Line($"fdatasync({File}) = 0"),
            Line($"ftruncate({File}, 3) = 0"),
            Line($"rename(\"{StraceText.Encode("/d/a")}\", \"{StraceText.Encode("/d/b")}\") = 0"),
            Line($"openat(AT_FDCWD<{StraceText.Encode("/d")}>, \"{StraceText.Encode("b")}\", O_RDWR|O_TRUNC) = 8<{StraceText.Encode("/d/b")}>"),
            Line($"fsync(9<{StraceText.Encode("/d")}>) = 0"),
            Line($"unlink(\"{StraceText.Encode("/d/b")}\") = 0"),
            Line($"write(1<{StraceText.Encode("pipe:[1]")}>, \"{StraceText.Encode("/d/b is gone")}\", 12) = 12"),
            Line("+++ exited with 0 +++"),
        ];

        Read(lines).Select(operation => operation switch
        {
            Write write => $"Write {write.Path} {write.Offset} {System.Text.Encoding.UTF8.GetString(write.Data)}",
            SetLength length => $"SetLength {length.Path} {length.Length}",
            Sync sync => $"Sync '{sync.Path}'",
            Rename rename => $"Rename {rename.Path} {rename.Target}",
            CreateFile file => $"CreateFile {file.Path}",
            Remove remove => $"Remove {remove.Path}",
            _ => $"{operation}",
        }).ShouldBe(
            ["CreateFile a", "Write a 5 xy", "Sync 'a'", "SetLength a 3", "Rename a b", "SetLength b 0", "Sync ''", "Remove b"]);
    }

    [Fact]
    public void A_call_that_another_thread_interrupts_begins_with_its_first_line_and_ends_with_its_second()
    {
        var sync = Read(
            [Line($"fsync({File} <unfinished ...>", "1"), Line($"pwrite64({File}, \"\\x78\", 1, 0) = 1", "2"), Line("<... fsync resumed>) = 0", "1")])
            .OfType<Sync>().ShouldHaveSingleItem();
        (sync.Began.Line, sync.Ended.Line, sync.Path).ShouldBe((1, 3, "a"));
        sync.Began.At.ShouldBe(new DateTimeOffset(2026, 11, 27, 6, 21, 14, TimeSpan.Zero).AddTicks(9815941));
    }

    [Theory]
    [InlineData("write(FILE, \"\\x78\", 1) = 1")]
    [InlineData("pwritev(FILE, [{iov_base=\"\\x78\", iov_len=1}], 1, 0) = 1")]
    [InlineData("copy_file_range(FILE, NULL, FILE, NULL, 100, 0) = 100")]
    [InlineData("fallocate(FILE, FALLOC_FL_PUNCH_HOLE, 0, 100) = 0")]
    [InlineData("mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, FILE, 0) = 0x7f086a7c2000")]
    [InlineData("pwrite64(FILE, \"\\x78\"..., 4000, 0) = 4000")]
    [InlineData("io_uring_setup(8, {}) = 5")]
    public void What_the_record_does_not_know_or_does_not_have_in_full_is_refused(string call) =>
        Should.Throw<InvalidDataException>(() => Read([Line(call.Replace("FILE", File, StringComparison.Ordinal))]));

    private static string Line(string call, string thread = "1") => $"{thread}  1795760474.981594199 {call}";

    private static List<DiskOperation> Read(IEnumerable<string> lines) => [.. new OperationReader("/d").Read(lines)];
}
