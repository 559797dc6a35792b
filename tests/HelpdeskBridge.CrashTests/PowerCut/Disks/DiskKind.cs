namespace HelpdeskBridge.CrashTests.PowerCut.Disks;

/// <summary>
/// What a power cut leaves of that which no sync has put on the disk. All but <see cref="Journaled"/> are allowed by POSIX alone, where names are
/// on the disk only after a sync of their folder, and changes reach it in any order.
/// </summary>
internal enum DiskKind
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>Everything, as after kill -9.</summary>
    Everything,

    /// <summary>Every name, but nothing of the contents.</summary>
    NamesAlone,

    /// <summary>Every content, but none of the names: new files are gone, old names are back.</summary>
    ContentsAlone,

    /// <summary>Each change or not, as chance has it.</summary>
    AnySubset,

    /// <summary>The later changes, without the earlier ones.</summary>
    LaterWithoutEarlier,

    /// <summary>Of each file the first changes; of the next one, some of its sectors of 512 bytes.</summary>
    TornSector,

    /// <summary>Of each file the first changes; of the next one, some of its pages of 4,096 bytes.</summary>
    TornPage,

    /// <summary>Any subset; files that grew have their new length, with chance bytes where the content is missing.</summary>
    GrownWithChanceBytes,

    /// <summary>As ext4 does: names and lengths in their order, up to some moment; contents in any order, zeros where they are missing.</summary>
    Journaled,
}
