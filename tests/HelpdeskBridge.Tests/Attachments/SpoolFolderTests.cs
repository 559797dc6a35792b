using HelpdeskBridge.Attachments;

namespace HelpdeskBridge.Tests.Attachments;

/// <summary>The working folders of several processes on one machine.</summary>
public sealed class SpoolFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bridge-spool-folders-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Each_process_has_its_own_and_leaves_nothing()
    {
        using (var one = SpoolFolder.Create(_root))
        using (var other = SpoolFolder.Create(_root))
        {
            Write(one);
            Write(other);
            other.Path.ShouldNotBe(one.Path);
            Directory.Exists(one.Path).ShouldBeTrue("a process that starts leaves the folder of one that runs alone");
        }

        Directory.EnumerateFileSystemEntries(_root).ShouldBeEmpty();
    }

    [Fact]
    public void What_a_killed_process_has_left_goes_with_the_next_start()
    {
        var killed = Path.Combine(_root, "killed");
        Directory.CreateDirectory(killed);
        File.WriteAllText(killed + ".lock", "");

        using var next = SpoolFolder.Create(_root);

        Directory.Exists(killed).ShouldBeFalse();
    }

    [Fact]
    public void Where_nothing_can_be_written_only_files_fail()
    {
        var file = Path.Combine(_root, "a file");
        File.WriteAllText(file, "");

        using var folder = SpoolFolder.Create(Path.Combine(file, "below"));

        Should.Throw<IOException>(() => Write(folder));
    }

    private static void Write(SpoolFolder folder)
    {
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(Path.Combine(folder.Path, "m1"), "picture");
    }
}
