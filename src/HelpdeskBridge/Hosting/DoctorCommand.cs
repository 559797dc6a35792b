using System.CommandLine;
using HelpdeskBridge.Diagnostics;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Hosting.Configuration;

namespace HelpdeskBridge.Hosting;

/// <summary>
/// <c>-- doctor</c>: tests settings, store, network, helpdesks and JAICP, and says which side is wrong and what to do. The service may run meanwhile.
/// </summary>
internal static class DoctorCommand
{
    private const int Failure = 1;

    /// <param name="replace">Replaces services of the command.</param>
    public static Command Create(Action<IServiceCollection>? replace)
    {
        var json = new Option<bool>("--json") { Description = "Writes JSON and nothing else to the standard output." };
        var selfTest = new Option<bool>("--self-test") { Description = "Also opens a test ticket in each helpdesk, and solves it." };
        var explain = new Option<bool>("--explain") { Description = "Also says where each setting's value comes from." };
        var doctor = new Command(
            "doctor",
            "Tests each channel and helpdesk, and says what is wrong and what to do. Writes nothing without --self-test. Exit code 0, or 1.")
        {
            json, selfTest, explain,
        };
        doctor.TreatUnmatchedTokensAsErrors = false;
        doctor.SetAction(async (parsed, cancellationToken) =>
        {
            var (findings, origins) = await FindAsync(
                [.. parsed.UnmatchedTokens], parsed.GetValue(selfTest), parsed.GetValue(explain), replace, cancellationToken);
            if (parsed.GetValue(json))
                await Console.Out.WriteLineAsync(DoctorOutput.ToJson(findings, origins));
            else
                DoctorOutput.Write(Console.Out, !Console.IsOutputRedirected, findings, origins);
            return DoctorOutput.IsOk(findings) ? ExitCodes.Success : Failure;
        });
        return doctor;
    }

    private static async Task<(IReadOnlyList<Finding> Findings, IReadOnlyList<SettingOrigin>? Origins)> FindAsync(
        string[] args, bool selfTest, bool explain, Action<IServiceCollection>? replace, CancellationToken cancellationToken)
    {
        try
        {
            using var settings = CommandSettings.Read(args);
            var found = SettingsFindings.Create(settings);
            if (settings.Reading.Faults.Count > 0)
                return ([.. found, SettingsFindings.RestIsSkipped], null);
            await using var services = settings.CreateServices(added =>
            {
                Doctor.AddServices(added, settings.Source);
                replace?.Invoke(added);
            });
            var tested = await new Doctor(services).RunAsync(selfTest, cancellationToken);
            return ([.. found, .. tested], explain ? new SettingsOrigins(settings, services).Find() : null);
        }
        catch (UnreadableSettingsException e)
        {
            return ([SettingsFindings.Create(e), SettingsFindings.RestIsSkipped], null);
        }
    }
}
