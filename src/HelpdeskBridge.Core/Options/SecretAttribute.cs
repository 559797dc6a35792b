namespace HelpdeskBridge.Options;

/// <summary>
/// Marks a setting whose value is a secret. It can be given by a file as well: <c>…File</c> in place of the setting's own name, with the
/// path of a file that holds it, as Docker and Kubernetes hand secrets out. A list takes one secret a line, or a list of files.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute
{
    /// <summary>Whether a changed value takes effect while the service runs.</summary>
    /// <value>The default is true.</value>
    public bool Rotates { get; set; } = true;
}
