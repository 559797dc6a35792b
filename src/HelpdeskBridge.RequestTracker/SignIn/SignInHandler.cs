using System.Net.Http.Headers;
using System.Text;
using HelpdeskBridge.Helpdesks;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.RequestTracker.SignIn;

/// <summary>Adds the credentials to each request. They can change at run time.</summary>
internal sealed class SignInHandler(string helpdesk, IOptionsMonitor<HelpdeskOptions> options) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = CreateHeader(options.Get(helpdesk).ApiToken);
        return base.SendAsync(request, cancellationToken);
    }

    /// <summary>A token alone is an authentication token of Request Tracker; with a user it is that user's password.</summary>
    private static AuthenticationHeaderValue? CreateHeader(ApiTokenOptions? credentials) => credentials switch
    {
        null => null,
        { Email.Length: 0 } => new AuthenticationHeaderValue("token", credentials.Token),
        _ => new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.Email}:{credentials.Token}"))),
    };
}
