namespace HelpdeskBridge.Admin.Reports;

/// <summary>A report.</summary>
/// <param name="Query">What it is about.</param>
/// <param name="Rows">Its rows: days in their order, channels by name, groups and agents by the number of their chats.</param>
/// <param name="Total">All of it.</param>
internal sealed record Report(ReportQuery Query, IReadOnlyList<ReportRow> Rows, ReportFigures Total);

/// <summary>What a row is about.</summary>
/// <param name="Id">A day, a channel, or the id of a group or agent in its helpdesk; empty: no agent.</param>
/// <param name="Helpdesk">The helpdesk of a group or agent.</param>
internal readonly record struct ReportKey(string Id, string? Helpdesk = null);

/// <summary>A row of a report.</summary>
/// <param name="Key">What it is about.</param>
/// <param name="Name">The name of a group or agent; null: it is not known.</param>
/// <param name="Figures">Its figures.</param>
internal sealed record ReportRow(ReportKey Key, string? Name, ReportFigures Figures);
