namespace HelpdeskBridge.Tests.Repository;

/// <summary>
/// The build enforces the line length with rule RCS0056, which skips documentation comments and long string literals. This test covers
/// those as well.
/// </summary>
public sealed class LineLengthTests
{
    private const int MaxLength = 150;

    private static readonly string[] Folders = ["src", "tests", "samples"];

    [Fact]
    public void No_line_of_code_is_longer_than_150_characters()
    {
        var tooLong = from folder in Folders
                      from path in Directory.EnumerateFiles(Path.Combine(SourceTree.Root, folder), "*.cs", SearchOption.AllDirectories)
                      let name = Path.GetRelativePath(SourceTree.Root, path).Replace('\\', '/')
                      where !name.Contains("/obj/", StringComparison.Ordinal) && !name.Contains("/bin/", StringComparison.Ordinal)
                      from line in File.ReadLines(path).Index()
                      where line.Item.Length > MaxLength
                      select $"{name}:{line.Index + 1}";

        tooLong.ShouldBeEmpty();
    }
}
