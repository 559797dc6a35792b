using HelpdeskBridge.NewHelpdesk.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace HelpdeskBridge.NewHelpdesk.Desk;

/// <summary>The imagined helpdesk's interface over HTTP, on a free port of this machine.</summary>
internal sealed class DeskServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly InMemoryDesk _desk;
    private readonly string _token;

    private DeskServer(InMemoryDesk desk, string token)
    {
        (_desk, _token) = (desk, token);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 100 * 1024 * 1024)
            .UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.UseRouting();
        Map(_app);
    }

    public Uri Url => new(_app.Urls.Single());

    public static async Task<DeskServer> StartAsync(InMemoryDesk desk, string token)
    {
        var server = new DeskServer(desk, token);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private void Map(WebApplication app)
    {
        var api = app.MapGroup("/api");
        api.AddEndpointFilter(async (context, next) =>
            context.HttpContext.Request.Headers.Authorization == $"Bearer {_token}" ? await next(context) : Results.Unauthorized());
        api.MapGet("/groups", () => _desk.Groups);
        api.MapPut("/users", (DeskUserDraft user) => _desk.SaveUser(user));
        api.MapGet("/tickets", (string key) => _desk.FindByKey(key));
        api.MapPost("/tickets", (DeskTicketDraft ticket) => Results.Json(_desk.Create(ticket), statusCode: 201));
        api.MapGet("/tickets/{id}", (string id) => _desk.Find(id) is { } ticket ? Results.Json(ticket) : NotFound());
        api.MapPatch("/tickets/{id}", Update);
        api.MapGet("/changes", (long after, int limit) => _desk.ReadChanges(after, limit));
        api.MapPost("/files", async (string name, string type, HttpRequest request) =>
        {
            using var content = new MemoryStream();
            await request.Body.CopyToAsync(content);
            return _desk.AddFile(name, type, content.ToArray());
        });
        api.MapGet("/files/{id}", (string id) =>
            _desk.FindFile(id) is { } found ? Results.Bytes(found.Content, found.File.ContentType) : NotFound());
    }

    private IResult Update(string id, DeskTicketChange change) => _desk.Find(id) switch
    {
        null => NotFound(),
        { Status: "closed" } => Results.Json(new { error = "closed" }, statusCode: 409),
        _ => Results.Json(_desk.Update(id, change)),
    };

    private static IResult NotFound() => Results.Json(new { error = "not found" }, statusCode: 404);
}
