using HelpdeskBridge.Attachments;

namespace HelpdeskBridge.AgentFiles;

internal static class AgentFilesSetup
{
    public static void AddAgentFiles(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AgentFileKeys>();
        builder.Services.AddSingleton<AgentFileLinks>();
        builder.Services.AddSingleton<AgentFileConcurrency>();
        builder.Services.AddSingleton<AgentFileEndpoint>();
    }

    /// <summary>No sign-in: JAICP and the messengers' servers fetch files without one; the link is the key.</summary>
    public static void MapAgentFiles(this WebApplication app) =>
        app.MapMethods(
            "/files/{token}/{name}",
            [HttpMethods.Get, HttpMethods.Head],
            (string token, string name, HttpContext http, AgentFileEndpoint files) => files.AnswerAsync(token, name, http)).ExcludeFromDescription();
}
