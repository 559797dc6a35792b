namespace HelpdeskBridge.Options;

/// <summary>
/// Marks a setting whose value is a secret. It can also be read from a file, as Docker and Kubernetes provide secrets: a setting with the suffix
/// <c>File</c>, such as <c>KeyFile</c> for <c>Key</c>, holds the path. For a list, the file has one secret per line, or there is a list of files.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute
{
    /// <summary>Whether a changed value takes effect without a restart.</summary>
    /// <value>The default is true.</value>
    public bool Rotates { get; set; } = true;
}
