using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HelpdeskBridge.LoadTests.Baselines;

/// <summary>
/// What the machine can do at most. The bare server reads a call and answers it. The durable one also stores it in SQLite before it answers, with as
/// little work as can be done for it, and shares a commit among the calls that wait.
/// </summary>
internal static class BaselineServer
{
    public const string Bare = "bare";
    public const string Durable = "durable";

    /// <param name="kind"><see cref="Bare"/> or <see cref="Durable"/>.</param>
    /// <param name="args">The settings of the service; all but the address and the store mean nothing here.</param>
    public static async Task RunAsync(string kind, string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        await using var app = builder.Build();
        await using var store = kind == Durable ? new DurableStore(builder.Configuration["Storage:ConnectionString"]!) : null;
        app.Run(async http =>
        {
            var body = await ReadAsync(http.Request);
            if (store is not null)
                await store.WriteAsync(body);
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = Answer.Length;
            await http.Response.BodyWriter.WriteAsync(Answer);
        });
        await app.RunAsync();
    }

    private static readonly ReadOnlyMemory<byte> Answer = "{}"u8.ToArray();

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }
}
