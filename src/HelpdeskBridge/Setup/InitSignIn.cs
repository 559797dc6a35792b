using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Hosting.Configuration;

namespace HelpdeskBridge.Setup;

/// <summary>Tries the answers of <c>setup init</c>: checks them as settings, and signs in to read the groups.</summary>
/// <param name="replace">Replaces services.</param>
internal sealed class InitSignIn(Action<IServiceCollection>? replace)
{
    /// <returns>The faults of the answers as settings; none: they are in order.</returns>
    public static IReadOnlyList<string> FindFaults(InitAnswers answers)
    {
        using var reading = Read(answers).Reading;
        return reading.Faults;
    }

    /// <returns>The groups, or why they can't be read.</returns>
    public async Task<(IReadOnlyList<HelpdeskGroup> Groups, string? Error)> ReadGroupsAsync(InitAnswers answers, CancellationToken cancellationToken)
    {
        using var settings = Read(answers);
        if (settings.Reading.Faults is [var fault, ..])
            return ([], fault);
        await using var services = settings.CreateServices(replace);
        var options = settings.Reading.Settings.GetNamed<HelpdeskOptions>(HelpdeskRegistry.Section)[InitAnswers.Helpdesk];
        var setup = services.GetServices<IHelpdeskFactory>().Single(factory => factory.Kind == options.Kind).CreateSetup(InitAnswers.Helpdesk);
        try
        {
            return (await setup.ReadGroupsAsync(cancellationToken), null);
        }
        catch (HelpdeskSetupException e)
        {
            return ([], e.Message);
        }
    }

    private static CommandSettings Read(InitAnswers answers)
    {
        var source = new ConfigurationBuilder().AddInMemoryCollection(answers.ToSettings().Where(setting => setting.Value is not null)).Build();
        return new CommandSettings(source, SettingsReader.Read(source), []);
    }
}
