using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Options;

/// <summary>Validates section <c>Delivery</c>.</summary>
internal sealed class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>
{
    public ValidateOptionsResult Validate(string? name, DeliveryOptions options)
    {
        var errors = new OptionsErrors("Delivery");
        for (var i = 0; i < options.RetryDelays.Length; i++)
            errors.Positive($"RetryDelays:{i}", options.RetryDelays[i], OptionsErrors.MaxInterval);
        errors.Positive("GiveUpAfter", options.GiveUpAfter);
        errors.Positive("NotifyAfter", options.NotifyAfter);
        if (options.RequestTimeout < TimeSpan.FromMilliseconds(10) || options.RequestTimeout > TimeSpan.FromDays(1))
            errors.Add("RequestTimeout", "is between 00:00:00.010 and 1.00:00:00; 20 alone would be twenty days");
        return errors.ToResult();
    }
}
