using HelpdeskBridge.CrashTests.PowerCut.Disks;
using HelpdeskBridge.CrashTests.PowerCut.Tracing;

namespace HelpdeskBridge.CrashTests.PowerCut;

/// <summary>What the simulated disk keeps, and what it may lose.</summary>
public sealed class SimulatedDiskTests
{
    private const int Tries = 300;

    private readonly List<DiskOperation> _operations = [];
    private long _line;

    [Fact]
    public void A_sync_of_a_file_keeps_its_content_and_not_its_name()
    {
        Do(at => new CreateFile("a", at, at));
        Write("a", 0, "content");
        Do(at => new Sync("a", at, at));
        Left(DiskKind.Nothing).ShouldBe("");
        Left(DiskKind.NamesAlone).ShouldBe("a=content");

        Do(at => new Sync("", at, at));
        Left(DiskKind.Nothing).ShouldBe("a=content");
    }

    [Fact]
    public void A_sync_of_a_folder_keeps_its_names_and_not_the_contents()
    {
        Do(at => new CreateFolder("f", at, at));
        Do(at => new CreateFile("f/a", at, at));
        Write("f/a", 0, "content");
        Do(at => new Sync("f", at, at));
        Left(DiskKind.Nothing).ShouldBe("", "the folder's own name is in the folder above");
        Do(at => new Sync("", at, at));
        Left(DiskKind.Nothing).ShouldBe("f f/a=");
        Left(DiskKind.ContentsAlone).ShouldBe("f f/a=content");
    }

    [Fact]
    public void A_rename_that_was_not_synced_is_there_as_a_whole_or_not_at_all()
    {
        Keep("old", "1");
        Keep("new", "2");
        Do(at => new Rename("old", "new", at, at));
        Left(DiskKind.ContentsAlone).ShouldBe("new=2 old=1");
        Left(DiskKind.Everything).ShouldBe("new=1");
        LeftBy(DiskKind.AnySubset).ShouldBe(["new=1", "new=2 old=1"]);
    }

    [Fact]
    public void A_deleted_file_comes_back_until_its_folder_is_synced()
    {
        Keep("a", "1");
        Do(at => new Remove("a", at, at));
        LeftBy(DiskKind.AnySubset).ShouldBe(["", "a=1"]);
        Do(at => new Sync("", at, at));
        LeftBy(DiskKind.AnySubset).ShouldBe([""]);
    }

    [Fact]
    public void Writes_arrive_in_any_order_and_what_is_missing_between_them_is_zeros()
    {
        Keep("a", "");
        Write("a", 0, "x");
        Write("a", 1, "y");
        LeftBy(DiskKind.AnySubset).ShouldBe(["a=", "a=0y", "a=x", "a=xy"]);
        LeftBy(DiskKind.LaterWithoutEarlier).ShouldBe(["a=", "a=0y", "a=xy"]);
    }

    [Fact]
    public void A_length_that_was_not_synced_may_be_the_old_one()
    {
        Keep("a", "abc");
        Do(at => new SetLength("a", 1, OnlyGrows: false, at, at));
        LeftBy(DiskKind.AnySubset).ShouldBe(["a=a", "a=abc"]);
        LeftBy(DiskKind.Everything).ShouldBe(["a=a"]);
    }

    [Theory]
    [InlineData(DiskKind.TornSector, 512)]
    [InlineData(DiskKind.TornPage, 4096)]
    public void A_torn_write_arrives_in_whole_units_of_the_disk(object kind, int unit)
    {
        Keep("a", new string('-', 3 * unit));
        Write("a", unit / 2, new string('x', 2 * unit));
        string[] parts = [new('-', unit / 2), new('x', unit / 2), new('x', unit), new('x', unit / 2), new('-', unit / 2)];
        var left = LeftBy((DiskKind)kind);
        left.ShouldContain("a=" + new string('-', unit) + parts[2] + new string('-', unit), "the middle alone");
        left.Count.ShouldBe(8, "each of three units or not");
    }

    [Fact]
    public void What_is_written_while_a_file_is_synced_is_not_kept_by_that_sync()
    {
        Keep("a", "");
        var began = Next();
        Write("a", 0, "x");
        _operations.Add(new Sync("a", began, Next()));
        Left(DiskKind.Nothing).ShouldBe("a=");
    }

    [Fact]
    public void A_write_that_has_not_ended_may_be_there()
    {
        Keep("a", "");
        var began = Next();
        var cut = Next();
        _operations.Add(new Write("a", 0, "x"u8.ToArray(), began, Next()));
        var files = new RecordedFiles(new DiskImage(new Dictionary<string, byte[]?>()), _operations);
        var random = new Random(1);
        Enumerable.Range(0, Tries).Select(_ => Describe(files.Cut([cut]).Single().Rebuild(DiskKind.AnySubset, random))).Distinct().Order()
            .ShouldBe(["a=", "a=x"]);
    }

    [Fact]
    public void A_disk_that_lies_keeps_nothing()
    {
        Keep("a", "1");
        var files = new RecordedFiles(new DiskImage(new Dictionary<string, byte[]?>()), _operations);
        Describe(files.Cut([files.Points[^1]], ignoresSyncs: true).Single().Rebuild(DiskKind.Nothing, new Random(1))).ShouldBe("");
    }

    [Fact]
    public void A_record_that_misses_a_write_does_not_pass_for_the_files()
    {
        Keep("a", "1");
        var files = new RecordedFiles(new DiskImage(new Dictionary<string, byte[]?>()), _operations);
        files.FindDifference(new DiskImage(new Dictionary<string, byte[]?> { ["a"] = "1"u8.ToArray() })).ShouldBeNull();
        files.FindDifference(new DiskImage(new Dictionary<string, byte[]?> { ["a"] = "2"u8.ToArray() })).ShouldNotBeNull().ShouldContain("a has 1");
        files.FindDifference(new DiskImage(new Dictionary<string, byte[]?>())).ShouldNotBeNull().ShouldContain("a is missing");
    }

    /// <summary>A file that is on the disk with its name.</summary>
    private void Keep(string path, string content)
    {
        Do(at => new CreateFile(path, at, at));
        Write(path, 0, content);
        Do(at => new Sync(path, at, at));
        Do(at => new Sync("", at, at));
    }

    private void Write(string path, long offset, string content) =>
        Do(at => new Write(path, offset, System.Text.Encoding.UTF8.GetBytes(content), at, at));

    private void Do(Func<TracePoint, DiskOperation> create) => _operations.Add(create(Next()));

    private TracePoint Next() => new(++_line, DateTimeOffset.UnixEpoch);

    private string Left(DiskKind kind) => LeftBy(kind).ShouldHaveSingleItem();

    /// <summary>All that a kind of disk can leave.</summary>
    private List<string> LeftBy(DiskKind kind)
    {
        var files = new RecordedFiles(new DiskImage(new Dictionary<string, byte[]?>()), _operations);
        var random = new Random(1);
        return [.. Enumerable.Range(0, Tries).Select(_ => Describe(files.GetLast().Rebuild(kind, random))).Distinct().Order(StringComparer.Ordinal)];
    }

    private static string Describe(DiskImage image) => string.Join(' ', image.Files.Select(file =>
        file.Value is null ? file.Key : $"{file.Key}={System.Text.Encoding.UTF8.GetString(file.Value).Replace('\0', '0')}"));
}
