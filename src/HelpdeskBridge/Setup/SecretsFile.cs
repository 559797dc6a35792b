using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Setup;

/// <summary>
/// A new file with the webhooks' signing secrets, which only its owner may read. With one account it holds the secret alone, so that the setting
/// <c>WebhookSecretsFile</c> can name it.
/// </summary>
internal static class SecretsFile
{
    /// <returns>Why the file can't be written; null: it was written.</returns>
    public static async Task<string?> WriteAsync(string path, IReadOnlyList<HelpdeskReport> helpdesks, CancellationToken cancellationToken)
    {
        var secrets = helpdesks.Where(helpdesk => helpdesk.WebhookSecret is not null).ToList();
        if (secrets.Count == 0)
            return "There is no signing secret to write.";
        try
        {
            var lines = secrets.Select(helpdesk =>
                secrets.Count == 1 ? helpdesk.WebhookSecret! : $"{SetupOutput.GetSecretKey(helpdesk.Name)}={helpdesk.WebhookSecret}");
            await PrivateFiles.WriteNewAsync(path, string.Concat(lines.Select(line => line + Environment.NewLine)), cancellationToken);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return File.Exists(path) ? "The file exists already, and is not overwritten." : $"The file can't be written ({e.GetType().Name}).";
        }
    }
}
