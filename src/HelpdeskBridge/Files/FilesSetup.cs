namespace HelpdeskBridge.Files;

internal static class FilesSetup
{
    public static void AddFiles(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FileKeys>();
        builder.Services.AddSingleton<FileLinks>();
        builder.Services.AddSingleton<FileTurns>();
        builder.Services.AddSingleton<FileEndpoint>();
    }

    /// <summary>No sign-in: JAICP and the messengers' servers fetch files without one; the link is the key.</summary>
    public static void MapFiles(this WebApplication app) =>
        app.MapMethods(
            "/files/{token}/{name}",
            [HttpMethods.Get, HttpMethods.Head],
            (string token, string name, HttpContext http, FileEndpoint files) => files.AnswerAsync(token, name, http)).ExcludeFromDescription();
}
