using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HelpdeskBridge.Simulators;

/// <summary>
/// The web server of a simulator. It listens on 127.0.0.1, records every request and applies the faults. It can be stopped and
/// started again on the same ports, as if the machine had been switched off.
/// </summary>
internal sealed class SimulatorHost : IAsyncDisposable
{
    private readonly SimulatorDefinition _definition;
    private readonly int[] _ports;
    private WebApplication? _app;
    private Socket[] _reservations = [];

    public SimulatorHost(SimulatorDefinition definition, params int[] ports)
    {
        _definition = definition;
        _ports = definition.Network is { } network ? [.. ports.Select(_ => network.TakePort())] : [.. ports];
    }

    /// <summary>The address of the listener with this index.</summary>
    public Uri GetUrl(int listener = 0) => new($"http://127.0.0.1:{_ports[listener]}");

    public async Task StartAsync()
    {
        if (_app is not null)
            return;

        // The empty builder reads no settings files and no environment variables, so the surroundings cannot change a simulator.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        if (_definition.Network is { } network)
            network.AddServer(builder.Services, _ports);
        else
            UseSockets(builder.WebHost);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoConsoleLifetime>();

        var app = builder.Build();
        var faults = new FaultMiddleware(_definition.Faults, _definition.Time, app.Lifetime.ApplicationStopping);
        app.Use(RecordAsync);
        app.UseRouting();
        app.Use(faults.InvokeAsync);
        _definition.MapEndpoints(app);
        ReleasePorts();
        await app.StartAsync();

        if (_definition.Network is null)
            KeepPorts(app);
        _app = app;
    }

    /// <summary>Closes the ports and cuts every connection. New connections are refused until <see cref="StartAsync"/>.</summary>
    public async Task StopAsync()
    {
        if (await SwitchOffAsync())
            _reservations = [.. _ports.Select(TryReserve).OfType<Socket>()];
    }

    public async ValueTask DisposeAsync()
    {
        await SwitchOffAsync();
        ReleasePorts();
    }

    /// <returns>Whether it was running.</returns>
    private async Task<bool> SwitchOffAsync()
    {
        if (Interlocked.Exchange(ref _app, null) is not { } app)
            return false;

        // The token is cancelled from the start: a machine that is switched off does not finish its answers.
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
        return true;
    }

    private void UseSockets(ConfigureWebHostBuilder web) => web.UseKestrelCore().ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 100 * 1024 * 1024;
        foreach (var port in _ports)
            kestrel.Listen(IPAddress.Loopback, port);
    });

    /// <summary>A bound socket that does not listen: connections are refused, and no other program gets the port meanwhile.</summary>
    /// <returns>Null: another program has the port already, usually for a short connection.</returns>
    private static Socket? TryReserve(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private void ReleasePorts()
    {
        foreach (var reservation in _reservations)
            reservation.Dispose();
        _reservations = [];
    }

    private void KeepPorts(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        foreach (var (index, address) in addresses.Index())
            _ports[index] = new Uri(address).Port;
    }

    private async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        var at = _definition.Time.GetUtcNow();
        var started = _definition.Time.GetTimestamp();
        var path = _definition.Redact(context.Request.Path + context.Request.QueryString.ToString());
        if (_definition.NormalizePath is { } normalize)
            context.Request.Path = normalize(context.Request.Path);
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            JournalAnnotation.Get(context).AnswerLost = true;
        }
        finally
        {
            var annotation = JournalAnnotation.Get(context);
            int? status = annotation.AnswerLost ? null : context.Response.StatusCode;
            var took = _definition.Time.GetElapsedTime(started);
            _definition.Journal.Write(at, _definition.Name, JournalDirection.Taken, context.Request.Method, path, status, took, annotation.Text);
        }
    }

    /// <summary>Ctrl-C is handled by the process that runs the simulator, not by the simulator.</summary>
    private sealed class NoConsoleLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
