namespace HelpdeskBridge.Simulators;

/// <summary>How a simulated system can fail to answer a request.</summary>
public enum FaultMode
{
    /// <summary>Answers 503 with a JSON error of its own, without doing anything; with <c>Retry-After</c> if the rule has one.</summary>
    Refuse503,

    /// <summary>Answers 500 with a JSON error without doing anything.</summary>
    InternalError500,

    /// <summary>Answers 502 with the HTML page of a proxy without doing anything.</summary>
    Html502,

    /// <summary>
    /// Answers 503 with the plain text of a proxy that has no connection to the system, without doing anything and without <c>Retry-After</c>.
    /// </summary>
    Proxy503,

    /// <summary>Answers 403, as for a missing scope, a plan without the feature, or a single object that the user may not change.</summary>
    Forbidden403,

    /// <summary>Answers 429 with a plain text body without doing anything; with <c>Retry-After</c> if the rule has one.</summary>
    TooMany429,

    /// <summary>Does nothing and never answers. The request ends when the caller gives up.</summary>
    Hang,

    /// <summary>Cuts the connection without doing anything.</summary>
    ResetBeforeTaking,

    /// <summary>Does what was requested, then cuts the connection, so that the answer is lost.</summary>
    AcceptThenReset,

    /// <summary>Does what was requested, then never answers. The request ends when the caller gives up or dies.</summary>
    AcceptThenHang,

    /// <summary>Does what was requested, then answers as <see cref="Proxy503"/> does: the proxy lost its connection too late.</summary>
    AcceptThenProxy503,

    /// <summary>
    /// Takes the request, does what was requested only after the delay of the rule, even if the caller has given up by then, and then answers
    /// whoever still waits.
    /// </summary>
    AcceptLate,
}
