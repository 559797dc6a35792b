using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Options;

/// <summary>
/// The settings that are in effect. They are validated, they contain the secrets from files, and lists have their defaults. Modules use them to
/// register their services. At run time, services inject <see cref="IOptions{TOptions}"/>, or <see cref="IOptionsMonitor{TOptions}"/> where a
/// secret may change.
/// </summary>
internal sealed class EffectiveSettings(IConfiguration configuration, IServiceProvider options)
{
    /// <summary>The values that the options are bound to.</summary>
    public IConfiguration Configuration => configuration;

    /// <summary>The options of a section.</summary>
    public TOptions Get<TOptions>()
        where TOptions : class => options.GetRequiredService<IOptions<TOptions>>().Value;

    /// <summary>The options, by name, of a section with named parts, such as <c>Channels:{channel}</c>.</summary>
    public IReadOnlyDictionary<string, TOptions> GetNamed<TOptions>(string section)
        where TOptions : class =>
        GetNames(section).ToDictionary(name => name, options.GetRequiredService<IOptionsMonitor<TOptions>>().Get, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names in a section, as the settings spell them.</summary>
    public IReadOnlyList<string> GetNames(string section) => [.. configuration.GetSection(section).GetChildren().Select(child => child.Key)];
}
