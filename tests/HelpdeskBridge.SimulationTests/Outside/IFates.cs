namespace HelpdeskBridge.SimulationTests.Outside;

/// <summary>Chooses what becomes of requests.</summary>
internal interface IFates
{
    Fate Choose(Exchange exchange);

    /// <summary>How long one way takes.</summary>
    TimeSpan ChooseLatency();

    /// <summary>How long a request with the fate <see cref="Fate.Late"/> is on its way.</summary>
    TimeSpan ChooseLateness();

    CapturedResponse ChooseProxyError();

    CapturedResponse ChooseTooMany();

    CapturedResponse ChooseError();
}
