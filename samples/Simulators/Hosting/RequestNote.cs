using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators;

/// <summary>What the handlers of a request want the journal to say about it.</summary>
internal sealed class RequestNote
{
    public string Summary { get; set; } = "";

    /// <summary>The asking side got no answer: the connection was cut.</summary>
    public bool AnswerLost { get; set; }

    /// <summary>What a fault rule did to the request, if one did.</summary>
    public string? Fault { get; set; }

    public string Text => Fault is null ? Summary : Summary.Length == 0 ? Fault : $"{Summary}: {Fault}";

    public static RequestNote Of(HttpContext context)
    {
        var note = context.Features.Get<RequestNote>();
        if (note is null)
            context.Features.Set(note = new RequestNote());
        return note;
    }
}
