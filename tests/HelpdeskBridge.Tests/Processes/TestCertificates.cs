using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HelpdeskBridge.Tests.Processes;

/// <summary>Certificates for processes, and those who sign them.</summary>
internal static class TestCertificates
{
    public static X509Certificate2 CreateAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(3));
    }

    /// <summary>A certificate with its key, as PEM.</summary>
    public static string Issue(X509Certificate2 authority, string name, int days = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest(name, key, HashAlgorithmName.SHA256)
            .Create(authority, now.AddHours(-1), now.AddDays(days), RandomNumberGenerator.GetBytes(8));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}
