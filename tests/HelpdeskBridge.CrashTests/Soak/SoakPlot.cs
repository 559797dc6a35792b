using System.Globalization;
using System.Text;

namespace HelpdeskBridge.CrashTests.Soak;

/// <summary>Draws all series of a soak below each other, as SVG.</summary>
internal static class SoakPlot
{
    private const int Width = 860;
    private const int PanelHeight = 130;
    private const int Left = 60;
    private const int Top = 34;
    private const int Right = 30;
    private const int Bottom = 22;

    /// <param name="series">What is drawn.</param>
    /// <param name="duration">The length of the axis of time.</param>
    /// <param name="endings">When the service was ended.</param>
    public static string Draw(IReadOnlyList<SoakSeries> series, TimeSpan duration, IReadOnlyList<TimeSpan> endings)
    {
        var svg = new StringBuilder();
        var height = PanelHeight * series.Count;
        svg.AppendLine(Invariant(
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" font-family="sans-serif" font-size="12" fill="#1f2937">"""));
        svg.AppendLine(Invariant($"""<rect width="{Width}" height="{height}" fill="#ffffff"/>"""));
        for (var i = 0; i < series.Count; i++)
            DrawPanel(svg, series[i], i * PanelHeight, duration, endings);
        return svg.AppendLine("</svg>").ToString();
    }

    private static void DrawPanel(StringBuilder svg, SoakSeries series, int offset, TimeSpan duration, IReadOnlyList<TimeSpan> endings)
    {
        var (top, bottom) = (offset + Top, offset + PanelHeight - Bottom);
        var max = GetTopOfAxis(series);
        svg.AppendLine(Invariant($"""<text x="{Left}" y="{offset + 20}" font-weight="bold">{series.Name}</text>"""));
        svg.AppendLine(Invariant($"""<text x="{Left - 6}" y="{top + 4}" text-anchor="end">{max:0.##}</text>"""));
        svg.AppendLine(Invariant($"""<text x="{Left - 6}" y="{bottom + 4}" text-anchor="end">0</text>"""));
        svg.AppendLine(Invariant($"""<path d="M{Left},{top}V{bottom}H{Width - Right}" fill="none" stroke="#9ca3af"/>"""));
        foreach (var ending in endings)
            svg.AppendLine(Invariant($"""<path d="M{GetX(ending):0.0},{top}V{bottom}" stroke="#dc2626" stroke-dasharray="2 3"/>"""));
        for (var quarter = 0; quarter <= 4; quarter++)
        {
            var at = duration * quarter / 4;
            svg.AppendLine(Invariant(
                $"""<text x="{GetX(at):0}" y="{bottom + 15}" text-anchor="middle">{at.TotalMinutes:0.#} min</text>"""));
        }

        var points = series.Values.Select(value => Invariant($"{GetX(value.At):0.0},{GetY(value.Value):0.0}"));
        svg.AppendLine(Invariant($"""<polyline points="{string.Join(' ', points)}" fill="none" stroke="#2563eb" stroke-width="1.2"/>"""));

        double GetX(TimeSpan at) => Left + ((Width - Left - Right) * Math.Min(1, at / duration));

        double GetY(double value) => bottom - ((bottom - top) * Math.Min(1, value / max));
    }

    /// <summary>An outage of some seconds must not flatten everything else: the highest fiftieth of the values is cut off.</summary>
    private static double GetTopOfAxis(SoakSeries series)
    {
        var sorted = series.Values.Select(value => value.Value).Order().ToList();
        return sorted.Count == 0 ? 1 : Math.Max(sorted[(sorted.Count - 1) * 49 / 50] * 1.1, 0.01);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
