using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators;

/// <summary>What the journal is to say about a request: set by its handlers, written when the request ends.</summary>
internal sealed class JournalAnnotation
{
    public string Summary { get; set; } = "";

    /// <summary>True when the connection was cut, so that the caller got no answer.</summary>
    public bool AnswerLost { get; set; }

    /// <summary>What a fault rule did to the request; null if none applied.</summary>
    public string? Fault { get; set; }

    public string Text => Fault is null ? Summary : Summary.Length == 0 ? Fault : $"{Summary}: {Fault}";

    public static JournalAnnotation Get(HttpContext context)
    {
        var annotation = context.Features.Get<JournalAnnotation>();
        if (annotation is null)
            context.Features.Set(annotation = new JournalAnnotation());
        return annotation;
    }
}
