namespace HelpdeskBridge.Simulators;

/// <summary>The ways in which a simulated system can fail to answer properly.</summary>
public enum FaultMode
{
    /// <summary>503, nothing done; with <c>Retry-After</c> when the rule names one.</summary>
    Refuse503,

    /// <summary>500 with a JSON error, nothing done.</summary>
    InternalError500,

    /// <summary>502 with the HTML page of a proxy, nothing done.</summary>
    Html502,

    /// <summary>403, as for a missing scope or a plan without the feature.</summary>
    Forbidden403,

    /// <summary>429 with a plain text body, nothing done; with <c>Retry-After</c> when the rule names one.</summary>
    TooMany429,

    /// <summary>Never answers; ends when the asking side gives up. Nothing done.</summary>
    Hang,

    /// <summary>Cuts the connection without doing anything.</summary>
    ResetBeforeTaking,

    /// <summary>Does what was asked, then cuts the connection: the answer is lost.</summary>
    AcceptThenReset,

    /// <summary>Does what was asked, then never answers; ends when the asking side gives up or dies.</summary>
    AcceptThenHang,
}
