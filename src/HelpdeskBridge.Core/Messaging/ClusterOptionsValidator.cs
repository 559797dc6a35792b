using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Messaging;

/// <summary>Validates section <c>Cluster</c>.</summary>
internal sealed class ClusterOptionsValidator : IValidateOptions<ClusterOptions>
{
    public ValidateOptionsResult Validate(string? name, ClusterOptions options)
    {
        var errors = new OptionsErrors("Cluster");
        if (options.Provider != ClusterProvider.None)
            errors.Add("Provider", $"{options.Provider} is not available in this version; None is");
        return errors.ToResult();
    }
}
