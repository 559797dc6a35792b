using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Admin;

/// <summary>Checks section <c>Admin</c>.</summary>
internal sealed class AdminOptionsValidator : IValidateOptions<AdminOptions>
{
    public ValidateOptionsResult Validate(string? name, AdminOptions options)
    {
        var errors = new OptionsErrors("Admin");
        errors.CheckKey("Key", options.Key, required: false);
        return errors.ToResult();
    }
}
