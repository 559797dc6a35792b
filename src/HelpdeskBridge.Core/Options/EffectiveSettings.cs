using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Options;

/// <summary>
/// The settings that are in effect: every value was checked, secrets from files are in it, and lists have their defaults. Modules register with
/// it at start; at run time they inject <see cref="IOptions{TOptions}"/>, or <see cref="IOptionsMonitor{TOptions}"/> where a secret may change.
/// </summary>
internal sealed class EffectiveSettings(IConfiguration configuration, IServiceProvider options)
{
    /// <summary>The values, as the options are bound to them.</summary>
    public IConfiguration Configuration => configuration;

    /// <summary>The options of a section.</summary>
    public TOptions Get<TOptions>()
        where TOptions : class => options.GetRequiredService<IOptions<TOptions>>().Value;

    /// <summary>The options of a section that has a part for each name, such as <c>Channels:{channel}</c>.</summary>
    public IReadOnlyDictionary<string, TOptions> GetNamed<TOptions>(string section)
        where TOptions : class =>
        GetNames(section).ToDictionary(name => name, options.GetRequiredService<IOptionsMonitor<TOptions>>().Get, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names below a section, as the settings spell them.</summary>
    public IReadOnlyList<string> GetNames(string section) => [.. configuration.GetSection(section).GetChildren().Select(child => child.Key)];
}
