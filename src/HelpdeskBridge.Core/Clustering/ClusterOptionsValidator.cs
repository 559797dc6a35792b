using System.Security.Cryptography;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.PostgreSql;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Clustering;

/// <summary>Validates section <c>Cluster</c>.</summary>
internal sealed class ClusterOptionsValidator(IOptions<StorageOptions> storage) : IValidateOptions<ClusterOptions>
{
    private const int MaxPort = 65535;

    public ValidateOptionsResult Validate(string? name, ClusterOptions options)
    {
        var errors = new OptionsErrors("Cluster");
        if (options.Provider == ClusterProvider.None)
            return errors.ToResult();
        ValidateCertificate(options, errors);
        if (storage.Value.Provider != StorageProvider.PostgreSql)
        {
            errors.Add("Provider", "needs Storage:Provider PostgreSql, because a SQLite file belongs to one process");
            return errors.ToResult();
        }

        if (options is { Provider: ClusterProvider.PostgreSql, ConnectionString: { } text } && PostgreSqlConnections.Validate(text) is { } problem)
            errors.Add("ConnectionString", problem);
        if (options.Provider == ClusterProvider.Redis)
            errors.Required("ConnectionString", options.ConnectionString ?? "");
        ValidatePort("SiloPort", options.SiloPort);
        ValidatePort("GatewayPort", options.GatewayPort);
        if (options.SiloPort == options.GatewayPort)
            errors.Add("GatewayPort", "is the same port as SiloPort");
        return errors.ToResult();

        void ValidatePort(string key, int port)
        {
            if (port is < 1 or > MaxPort)
                errors.Add(key, $"is {port}; a port is between 1 and {MaxPort}");
        }
    }

    private static void ValidateCertificate(ClusterOptions options, OptionsErrors errors)
    {
        if (options.CertificateFile is null)
        {
            if (options.AuthorityFile is not null)
                errors.Add("CertificateFile", "is required with AuthorityFile: the certificate that this process shows");
            return;
        }

        try
        {
            using var tls = new ClusterTls(options.CertificateFile, options.AuthorityFile);
            if (!tls.IsTrusted)
                errors.Add("CertificateFile", "is not valid now, or not signed by a certificate of AuthorityFile, so no other process would take it");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            errors.Add("CertificateFile", $"or AuthorityFile can't be used: a PEM file with a certificate and its key is needed ({e.Message})");
        }
    }
}
