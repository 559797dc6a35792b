namespace HelpdeskBridge.SimulationTests.Outside;

/// <summary>A request on its way.</summary>
/// <param name="From">Who sends it.</param>
/// <param name="To">Who shall answer it.</param>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path, with the query.</param>
internal sealed record Exchange(string From, string To, string Method, string Path);

/// <summary>What becomes of a request.</summary>
internal enum Fate
{
    /// <summary>It is answered.</summary>
    Answered,

    /// <summary>No connection is made.</summary>
    Refused,

    /// <summary>The connection is cut before the request arrives.</summary>
    LostBefore,

    /// <summary>The request is carried out, and the connection is cut before the answer arrives.</summary>
    LostAfter,

    /// <summary>The request never arrives, and nothing says so.</summary>
    HangsBefore,

    /// <summary>The request is carried out, and the answer never arrives.</summary>
    HangsAfter,

    /// <summary>The request is carried out late, perhaps after the sender has given up.</summary>
    Late,

    /// <summary>A proxy answers with an error instead.</summary>
    RefusedByProxy,

    /// <summary>The request is carried out, and a proxy answers with an error.</summary>
    AnsweredByProxy,

    /// <summary>The other side answers that there were too many requests.</summary>
    TooMany,

    /// <summary>The other side answers with an error of its own, and has done nothing.</summary>
    Fails,

    /// <summary>The other side refuses this request for good.</summary>
    Rejected,
}
