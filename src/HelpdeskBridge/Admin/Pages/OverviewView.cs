namespace HelpdeskBridge.Admin.Pages;

/// <summary>The first page: how everything is, channel by channel and helpdesk by helpdesk.</summary>
public sealed record OverviewView(
    Level Level,
    string Summary,
    IReadOnlyList<Tile> Tiles,
    ActivityChart Activity,
    IReadOnlyList<Card> Cards,
    IReadOnlyList<PartRow> Parts);

/// <summary>A number that is read first.</summary>
/// <param name="Name">What it counts.</param>
/// <param name="Value">The number.</param>
/// <param name="Note">A second line; may be empty.</param>
/// <param name="Level">How good it is.</param>
/// <param name="Link">The page with more, below the root; null: there is none.</param>
public sealed record Tile(string Name, string Value, string Note, Level Level, string? Link);

/// <summary>A channel or a helpdesk account.</summary>
public sealed record Card(
    string Kind, string Name, Level Level, string Status, IReadOnlyList<CardFact> Facts, ActivityChart Activity, string More, string Link);

/// <summary>One fact on a card.</summary>
public sealed record CardFact(string Name, string Value, Level Level = Level.Quiet);

/// <summary>The health of a part of the service.</summary>
public sealed record PartRow(string Name, Level Level, string Status, string Reason);

/// <summary>Messages of the last hours in columns of equal time, as a picture and in words.</summary>
/// <param name="Columns">From the oldest to the newest.</param>
/// <param name="Summary">The picture in a sentence.</param>
public sealed record ActivityChart(IReadOnlyList<ActivityColumn> Columns, string Summary)
{
    /// <summary>The largest number of messages to the helpdesk in any column.</summary>
    public int MaxToHelpdesk => Columns.Max(column => column.ToHelpdesk);

    /// <summary>The largest number of messages to JAICP in any column.</summary>
    public int MaxToJaicp => Columns.Max(column => column.ToJaicp);
}

/// <summary>The messages that were accepted within a column's time.</summary>
/// <param name="From">When it begins.</param>
/// <param name="ToHelpdesk">Messages to the helpdesk.</param>
/// <param name="ToJaicp">Messages to JAICP.</param>
/// <param name="Dead">Dead letters among them.</param>
/// <param name="Delay">The delay that 95 of 100 delivered messages did not exceed, in words; null: none was delivered.</param>
public sealed record ActivityColumn(DateTimeOffset From, int ToHelpdesk, int ToJaicp, int Dead, string? Delay);
