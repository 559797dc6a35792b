using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HelpdeskBridge.Simulators;

/// <summary>
/// The web server under a simulator: listens on 127.0.0.1, records every request, lets the faults act, and can be taken
/// down and brought back on the same ports as if the machine had been switched off.
/// </summary>
internal sealed class SimulatorHost : IAsyncDisposable
{
    private readonly SimulatorParts _parts;
    private readonly int[] _ports;
    private WebApplication? _app;

    public SimulatorHost(SimulatorParts parts, params int[] ports)
    {
        _parts = parts;
        _ports = [.. ports];
    }

    /// <summary>The address of the listener with that index.</summary>
    public Uri Url(int listener = 0) => new($"http://127.0.0.1:{_ports[listener]}");

    public async Task StartAsync()
    {
        if (_app is not null)
            return;

        // The empty builder reads no settings files and no environment: nothing around the process can change a simulator.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 100 * 1024 * 1024;
            foreach (var port in _ports)
                kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();

        var app = builder.Build();
        var gate = new FaultGate(_parts.Faults, _parts.Time, app.Lifetime.ApplicationStopping);
        app.Use(RecordAsync);
        app.UseRouting();
        app.Use(gate.InvokeAsync);
        _parts.Map(app);
        await app.StartAsync();

        RememberPorts(app);
        _app = app;
    }

    /// <summary>Closes the ports and cuts every connection: new ones are refused until <see cref="StartAsync"/>.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _app, null) is not { } app)
            return;

        // Cancelled from the beginning: a machine that goes down does not finish its answers.
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private void RememberPorts(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        foreach (var (index, address) in addresses.Index())
            _ports[index] = new Uri(address).Port;
    }

    private async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        var at = _parts.Time.GetUtcNow();
        var started = _parts.Time.GetTimestamp();
        var path = _parts.Redact(context.Request.Path + context.Request.QueryString.ToString());
        if (_parts.NormalizePath is { } normalize)
            context.Request.Path = normalize(context.Request.Path);
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            RequestNote.Of(context).AnswerLost = true;
        }
        finally
        {
            var note = RequestNote.Of(context);
            int? status = note.AnswerLost ? null : context.Response.StatusCode;
            var took = _parts.Time.GetElapsedTime(started);
            _parts.Journal.Write(at, _parts.Name, JournalDirection.Taken, context.Request.Method, path, status, took, note.Text);
        }
    }

    /// <summary>Ctrl-C is the business of the process a simulator lives in, not of the simulator.</summary>
    private sealed class OwnedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
