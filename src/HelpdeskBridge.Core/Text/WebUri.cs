using System.Diagnostics.CodeAnalysis;

namespace HelpdeskBridge.Text;

/// <summary>
/// Parses addresses that others wrote. The framework's parser throws for some texts, such as a path to a Windows share with a character that marks
/// the direction of writing (.NET 10.0.12).
/// </summary>
internal static class WebUri
{
    /// <returns>Whether it is an absolute address.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Uri? uri)
    {
        try
        {
            return Uri.TryCreate(text, new UriCreationOptions(), out uri);
        }
        catch (IndexOutOfRangeException)
        {
            uri = null;
            return false;
        }
    }
}
