using HelpdeskBridge.Text;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>
/// The addresses that the service listens on, according to the settings of the framework, as this machine reaches them. Kestrel's own endpoints are
/// not looked at, and neither is port 0, which is any free one.
/// </summary>
internal sealed record ListenAddresses(IReadOnlyList<Uri> All)
{
    /// <summary>Where the service listens if the settings say nothing.</summary>
    public const string Default = "http://127.0.0.1:5085";

    private const string Urls = "urls";
    private const string HttpPorts = "http_ports";
    private const string HttpsPorts = "https_ports";
    private const string KestrelEndpoints = "Kestrel:Endpoints";

    private static readonly string[] EveryAddress = ["+", "*", "0.0.0.0", "[::]"];

    /// <summary>Whether the settings say anything.</summary>
    public static bool AreSet(IConfiguration settings) =>
        Array.Exists([Urls, HttpPorts, HttpsPorts], key => !string.IsNullOrEmpty(settings[key])) || settings.GetSection(KestrelEndpoints).Exists();

    public static ListenAddresses Read(IConfiguration settings) =>
        new([.. List(settings).Select(Parse).OfType<Uri>().Where(address => address.Port > 0)]);

    /// <summary>In the order in which the framework lets them win: ports count only where there are no addresses.</summary>
    private static string[] List(IConfiguration settings)
    {
        if (!AreSet(settings))
            return [Default];
        if (settings.GetSection(KestrelEndpoints).Exists())
            return [];
        return string.IsNullOrEmpty(settings[Urls])
            ? [.. Split(HttpPorts).Select(port => $"http://*:{port}"), .. Split(HttpsPorts).Select(port => $"https://*:{port}")]
            : Split(Urls);

        string[] Split(string key) => (settings[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static Uri? Parse(string text)
    {
        try
        {
            var address = BindingAddress.Parse(text);
            var host = EveryAddress.Contains(address.Host) ? "127.0.0.1" : address.Host;
            return WebUri.TryParse($"{address.Scheme}://{host}:{address.Port}", out var uri) ? uri : null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // The parser throws the second one for some texts, such as "://unix:/". The server does not start with them.
            return null;
        }
    }
}
