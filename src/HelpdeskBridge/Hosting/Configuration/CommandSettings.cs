using System.Security.Cryptography;
using System.Text.Json;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>
/// The settings of a command that works before everything is set up. A webhook's signing secret may be missing: it exists only when the webhook does.
/// </summary>
/// <param name="Source">Where the values come from.</param>
/// <param name="Reading">The settings; a missing signing secret is replaced by a random one.</param>
/// <param name="WithoutSecret">The helpdesks whose signing secret is missing.</param>
internal sealed record CommandSettings(IConfigurationRoot Source, SettingsReading Reading, IReadOnlyList<string> WithoutSecret) : IDisposable
{
    /// <summary>The first part of a signing secret that stands in for the one that is not known yet.</summary>
    public const string UnknownSecret = "unknown-yet-";

    /// <exception cref="UnreadableSettingsException">A settings file is no JSON.</exception>
    public static CommandSettings Read(string[] args)
    {
        var source = Load(args);
        var reading = SettingsReader.Read(source);
        var names = source.GetSection(HelpdeskRegistry.Section).GetChildren().Select(child => child.Key).ToList();
        var without = names.Where(name => reading.Faults.Any(fault => fault.StartsWith($"{GetKey(name)}: is required", StringComparison.Ordinal)))
            .ToList();
        if (without.Count == 0)
            return new CommandSettings(source, reading, []);
        reading.Dispose();
        source.AddInMemoryCollection(without.Select(name => KeyValuePair.Create(GetKey(name), (string?)CreateUnknownSecret())));
        return new CommandSettings(source, SettingsReader.Read(source), without);
    }

    /// <summary>The key of a helpdesk's first signing secret.</summary>
    public static string GetKey(string helpdesk) => $"{HelpdeskRegistry.Section}:{helpdesk}:WebhookSecrets:0";

    /// <summary>A value that nobody can sign with, since nobody knows it.</summary>
    public static string CreateUnknownSecret() => UnknownSecret + RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The services that a command needs to read a helpdesk: no cluster, no store and no log.</summary>
    /// <param name="add">Adds or replaces services.</param>
    public ServiceProvider CreateServices(Action<IServiceCollection>? add = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddClock();
        services.AddSettingsOptions(Reading.Configuration.Root);
        services.AddNetwork(Reading.Settings);
        services.AddSingleton(ClusterShare.Alone);
        services.AddHelpdesksForCommands(Reading.Settings);
        add?.Invoke(services);
        return services.BuildServiceProvider();
    }

    public void Dispose() => Reading.Dispose();

    private static ConfigurationManager Load(string[] args)
    {
        try
        {
            return WebApplication.CreateBuilder(args).Configuration;
        }
        catch (InvalidDataException e)
        {
            // The innermost exception knows the line. Its text could repeat a part of a secret, so it is not used.
            var line = (e.GetBaseException() as JsonException)?.LineNumber is { } index ? $" at line {index + 1}" : "";
            throw new UnreadableSettingsException($"{e.Message.TrimEnd('.')}: it is not valid JSON{line}.");
        }
    }
}

/// <summary>A settings file can't be read. The message names the file and repeats nothing of it.</summary>
internal sealed class UnreadableSettingsException(string message) : Exception(message);
