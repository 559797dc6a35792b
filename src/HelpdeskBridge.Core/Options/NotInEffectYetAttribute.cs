namespace HelpdeskBridge.Options;

/// <summary>Marks a setting of the public contract that this version reads and checks but does not act on yet.</summary>
/// <remarks>A start with such a setting says so in the log; nothing is accepted silently.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotInEffectYetAttribute : Attribute;
