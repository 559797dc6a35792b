using System.Globalization;

namespace HelpdeskBridge.CrashTests.Soak;

/// <summary>What the service takes at one moment.</summary>
/// <param name="At">Since the start of the soak.</param>
/// <param name="Process">Counts the processes of the service: what grows in one begins anew in the next.</param>
/// <param name="Megabytes">Resident memory.</param>
/// <param name="Threads">Threads of the process.</param>
/// <param name="OpenFiles">Files and sockets that it has open.</param>
/// <param name="StoreMegabytes">The database with its log, and clients' files.</param>
/// <param name="SecondsToHelpdesk">From the answer 200 to a text until the text is in a ticket.</param>
/// <param name="SecondsToClient">From an agent's reply to the event that JAICP receives: the middle of all replies since the last sample.</param>
internal sealed record SoakSample(
    TimeSpan At, int Process, double Megabytes, double Threads, double OpenFiles, double StoreMegabytes, double? SecondsToHelpdesk,
    double? SecondsToClient)
{
    public const string CsvHeader = "minutes,process,memory_mb,threads,open_files,store_mb,to_helpdesk_s,to_client_s";

    public string ToCsv() => string.Create(
        CultureInfo.InvariantCulture,
        $"{At.TotalMinutes:0.00},{Process},{Megabytes:0},{Threads},{OpenFiles},{StoreMegabytes:0.00},"
            + $"{SecondsToHelpdesk:0.000},{SecondsToClient:0.000}");
}
