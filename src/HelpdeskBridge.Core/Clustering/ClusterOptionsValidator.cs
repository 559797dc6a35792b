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

        var (file, authorityFile) = (options.CertificateFile, options.AuthorityFile);
        if (!TryLoad("CertificateFile", "a certificate and its key", () => ClusterTls.Load(file).Dispose())
            || (authorityFile is not null && !TryLoad("AuthorityFile", "certificates", () => ClusterTls.LoadAuthorities(authorityFile))))
            return;
        using var tls = new ClusterTls(file, authorityFile);
        if (!tls.IsTrusted)
            errors.Add("CertificateFile", "is not valid now, or not signed by a certificate of AuthorityFile, so no other process would take it");

        bool TryLoad(string key, string content, Action load)
        {
            try
            {
                load();
                return true;
            }
            catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
            {
                errors.Add(key, $"can't be used: a PEM file with {content} is needed ({e.Message})");
                return false;
            }
        }
    }
}
