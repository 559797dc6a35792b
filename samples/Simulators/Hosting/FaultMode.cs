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

    /// <summary>Answers 403, as for a missing scope or a plan without the feature.</summary>
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
}
