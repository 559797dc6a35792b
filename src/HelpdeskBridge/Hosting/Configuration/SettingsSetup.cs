using HelpdeskBridge.Options;

namespace HelpdeskBridge.Hosting.Configuration;

internal static partial class SettingsSetup
{
    /// <summary>Reads and checks the settings, and registers the options of all modules.</summary>
    /// <exception cref="InvalidSettingsException">The settings have faults; all are listed.</exception>
    public static EffectiveSettings AddSettings(this WebApplicationBuilder builder)
    {
        var reading = SettingsReader.Read(builder.Configuration);
        if (reading.Faults.Count > 0)
            throw new InvalidSettingsException(reading.Faults);
        builder.Services.AddSettingsOptions(reading.Configuration.Root);
        builder.Services.AddSingleton(reading);
        builder.Services.AddSingleton<ISettingsList, SettingsList>();
        builder.Services.AddHostedService<SettingsNotes>();
        builder.Services.AddHostedService<SecretRotation>();

        // ASPNETCORE_URLS, --urls and Kestrel's settings have priority over this default.
        if (!ListenAddresses.AreSet(builder.Configuration))
            builder.WebHost.UseUrls(ListenAddresses.Default);
        return reading.Settings;
    }

    /// <summary>Logs the notes about the settings at start.</summary>
    private sealed partial class SettingsNotes(SettingsReading reading, ILogger<SettingsReading> log) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            foreach (var note in reading.Notes)
                LogNote(log, note);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        [LoggerMessage(7002, LogLevel.Warning, "{Note}")]
        private static partial void LogNote(ILogger logger, string note);
    }
}
