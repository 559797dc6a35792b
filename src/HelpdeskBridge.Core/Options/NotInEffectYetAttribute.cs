namespace HelpdeskBridge.Options;

/// <summary>Marks a setting of the public contract that this version reads and validates, but does not use yet.</summary>
/// <remarks>If such a setting is set, the service logs a warning at start.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotInEffectYetAttribute : Attribute;
