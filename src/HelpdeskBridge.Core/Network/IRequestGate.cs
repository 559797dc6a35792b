namespace HelpdeskBridge.Network;

/// <summary>Is asked right before a request leaves. It may hold the request up.</summary>
internal interface IRequestGate
{
    ValueTask WaitAsync(CancellationToken cancellationToken);
}

/// <summary>The innermost handler: nothing comes between the gate and the connection.</summary>
internal sealed class RequestGateHandler(IRequestGate gate) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
