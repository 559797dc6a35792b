using HelpdeskBridge.Options;

namespace HelpdeskBridge.Hosting.Configuration;

internal static partial class SettingsSetup
{
    /// <exception cref="InvalidSettingsException">The settings have faults; all are listed.</exception>
    public static BridgeSettings AddSettings(this WebApplicationBuilder builder)
    {
        var reading = SettingsReader.Read(builder.Configuration);
        if (reading.Faults.Count > 0)
            throw new InvalidSettingsException(reading.Faults);
        builder.Services.AddSingleton(reading.Settings);
        builder.Services.AddSingleton(reading);
        builder.Services.AddHostedService<Notes>();
        builder.Services.AddHostedService<SecretRotation>();

        // The framework's own order stands: ASPNETCORE_URLS, --urls and Kestrel settings win over this default.
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists()
            && string.IsNullOrEmpty(builder.Configuration["http_ports"]) && string.IsNullOrEmpty(builder.Configuration["https_ports"]))
            builder.WebHost.UseUrls("http://127.0.0.1:5085");
        return reading.Settings;
    }

    /// <summary>Says at start what is worth knowing about the settings.</summary>
    private sealed partial class Notes(SettingsReading reading, ILogger<BridgeSettings> log) : IHostedService
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
