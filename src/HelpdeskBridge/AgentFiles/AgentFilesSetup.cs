using HelpdeskBridge.Attachments;

namespace HelpdeskBridge.AgentFiles;

internal static class AgentFilesSetup
{
    public static void AddAgentFiles(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AgentFileKeys>();
        builder.Services.AddSingleton<AgentFileLinks>();
        builder.Services.AddSingleton<AgentFileLookup>();
        builder.Services.AddSingleton<AgentFileConcurrency>();
        builder.Services.AddSingleton<AgentFileResponseWriter>();
        builder.Services.AddSingleton<AgentFileEndpoint>();
    }

    /// <summary>Without a sign-in, because JAICP and the messengers' servers fetch files without one. The link itself is the secret.</summary>
    public static void MapAgentFiles(this WebApplication app) =>
        app.MapMethods(
            "/files/{token}/{name}",
            [HttpMethods.Get, HttpMethods.Head],
            (string token, string name, HttpContext http, AgentFileEndpoint files) => files.AnswerAsync(token, name, http)).ExcludeFromDescription();
}
