using HelpdeskBridge.Hosting.Configuration;
using Microsoft.Extensions.Configuration;

namespace HelpdeskBridge.Tests.Settings;

/// <summary>Where the service listens, as the framework's settings say.</summary>
public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("", "http://127.0.0.1:5085/")]
    [InlineData("urls=http://+:80;https://[::]:8443/base;http://10.1.2.3:0", "http://127.0.0.1/ https://127.0.0.1:8443/")]
    [InlineData("urls=http://10.1.2.3:8080/|http_ports=9090", "http://10.1.2.3:8080/")]
    [InlineData("http_ports=8080; 8081|https_ports=8443", "http://127.0.0.1:8080/ http://127.0.0.1:8081/ https://127.0.0.1:8443/")]
    [InlineData("https_ports=8443", "https://127.0.0.1:8443/")]
    [InlineData("urls=no address", "")]
    [InlineData("urls=://unix:/;http://10.1.2.3:80", "http://10.1.2.3/")]
    [InlineData("Kestrel:Endpoints:Http:Url=http://*:7000|urls=http://*:8080", "")]
    public void They_are_read_in_the_order_in_which_the_framework_lets_them_win(string settings, string addresses)
    {
        var pairs = settings.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(setting => setting.Split('=', 2))
            .Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]));

        string.Join(' ', ListenAddresses.Read(new ConfigurationBuilder().AddInMemoryCollection(pairs).Build()).All).ShouldBe(addresses);
    }
}
