using System.CommandLine;
using HelpdeskBridge.Hosting.Configuration;

namespace HelpdeskBridge.Hosting;

/// <summary>
/// <c>-- health</c>: asks the running service whether it is ready. It is the health check of the container image, which has no other program that
/// could ask.
/// </summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(8);

    public static Command Create()
    {
        var url = new Option<string?>("--url") { Description = "Where the service listens, if not where urls or http_ports in the settings say." };
        var health = new Command("health", "Asks the running service /health/ready. Exit code 0 when it is ready, otherwise 1.") { url };
        health.TreatUnmatchedTokensAsErrors = false;
        health.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = WebApplication.CreateBuilder([.. parsed.UnmatchedTokens]).Configuration;
            return await AskAsync(parsed.GetValue(url) ?? FindAddress(settings), cancellationToken);
        });
        return health;
    }

    /// <summary>The first address of the service, as this machine reaches it.</summary>
    internal static string FindAddress(IConfiguration settings) =>
        ListenAddresses.Read(settings).All is [var first, ..] ? $"{first.Scheme}://{first.Host}:{first.Port}" : ListenAddresses.Default;

    private static async Task<int> AskAsync(string url, CancellationToken cancellationToken)
    {
        try
        {
            using var http = new HttpClient { Timeout = Timeout };
            using var answer = await http.GetAsync(new Uri(new Uri(url), "/health/ready"), cancellationToken);
            await Console.Out.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancellationToken));
            return answer.IsSuccessStatusCode ? ExitCodes.Success : ExitCodes.StoreUnavailable;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or UriFormatException)
        {
            await Console.Error.WriteLineAsync($"No answer at {url}: {e.Message}");
            return ExitCodes.StoreUnavailable;
        }
    }
}
