using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The agents' profile photos, drawn from their initials. They are public, as in Zendesk.</summary>
internal sealed class ProfilePhotoEndpoint(UserDirectory users)
{
    private static readonly string[] Colors = ["#3b6e8f", "#8a5a83", "#4f7a4f", "#a0643c"];

    public void Map(IEndpointRouteBuilder app) => app.MapGet("/system/photos/{id:long}/portrait.svg", Show);

    private IResult Show(long id)
    {
        if (users.Find(id) is not { } user)
            return ZendeskApiException.NotFound().Response;
        var initials = string.Concat(user.Name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(part => part[0]));
        var svg = $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40">
              <rect width="40" height="40" fill="{Colors[id % Colors.Length]}"/>
              <text x="20" y="26" text-anchor="middle" font-family="sans-serif" font-size="16" fill="#fff">{WebUtility.HtmlEncode(initials)}</text>
            </svg>
            """;
        return Results.Text(svg, "image/svg+xml");
    }
}
