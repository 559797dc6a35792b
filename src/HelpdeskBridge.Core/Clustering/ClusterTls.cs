using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace HelpdeskBridge.Clustering;

/// <summary>
/// Encrypts the connections between the processes. Both ends show a certificate that one of the authorities has signed. Names are not compared,
/// because processes have addresses, which change: whoever has such a certificate belongs to the cluster.
/// </summary>
internal sealed class ClusterTls : IDisposable
{
    private const string TargetHost = "helpdesk-bridge";

    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2Collection _authorities;

    /// <inheritdoc cref="Load"/>
    public ClusterTls(string certificateFile, string? authorityFile) =>
        (_certificate, _authorities) = (Load(certificateFile), LoadAuthorities(authorityFile ?? certificateFile));

    /// <exception cref="CryptographicException">The file has no certificate, or no key.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static X509Certificate2 Load(string certificateFile)
    {
        using var fromFile = X509Certificate2.CreateFromPemFile(certificateFile);

        // Some systems can't use a key for a connection that was never in such a container.
        return X509CertificateLoader.LoadPkcs12(fromFile.Export(X509ContentType.Pkcs12), null);
    }

    /// <inheritdoc cref="Load"/>
    public static X509Certificate2Collection LoadAuthorities(string authorityFile)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(authorityFile);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("There is no certificate in it.");
    }

    /// <summary>When the certificate of this process ends.</summary>
    public DateTimeOffset NotAfter => new(_certificate.NotAfter);

    /// <summary>Whether the other processes, if they have the same authorities, take the certificate of this one.</summary>
    public bool IsTrusted => IsSigned(_certificate);

    public void Use(ISiloBuilder silo) => silo.UseTls(options =>
    {
        options.LocalCertificate = _certificate;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, errors) =>
            !errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) && IsSigned(certificate);
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = TargetHost;
    });

    public void Dispose()
    {
        _certificate.Dispose();
        foreach (var authority in _authorities)
            authority.Dispose();
    }

    private bool IsSigned(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
