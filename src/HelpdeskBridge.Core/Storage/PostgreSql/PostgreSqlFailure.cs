using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>What a failure means to an administrator. The server's own words may have the user or values in them, so they are not repeated.</summary>
internal static class PostgreSqlFailure
{
    public static string Describe(NpgsqlException failure) => failure switch
    {
        PostgresException e => Describe(e),
        UnconfirmedCommitException => "PostgreSQL waits for a standby that does not answer (its setting synchronous_standby_names).",
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } } =>
            "The name of the PostgreSQL server does not resolve.",
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
            "Nothing listens at the address of the PostgreSQL server.",
        { InnerException: TimeoutException } => "The PostgreSQL server does not answer in time.",
        { InnerException: AuthenticationException } => "The certificate of the PostgreSQL server is not trusted.",
        { InnerException: AggregateException { InnerExceptions: var all } } => DescribeAll(all),
        _ => "The PostgreSQL server can't be reached, or has closed the connection.",
    };

    /// <summary>Of several servers, each failed in its own way.</summary>
    private static string DescribeAll(IEnumerable<Exception> failures)
    {
        var reasons = failures.OfType<NpgsqlException>().Select(Describe).Distinct().ToList();
        return reasons.Count == 0
            ? "None of the PostgreSQL servers can be reached."
            : $"None of the PostgreSQL servers can be used. {string.Join(' ', reasons)}";
    }

    private static string Describe(PostgresException failure) => failure.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "PostgreSQL refuses the sign-in: wrong user or password, or no line for them in its pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName => "PostgreSQL has no database of this name.",
        PostgresErrorCodes.InsufficientPrivilege => "PostgreSQL does not allow it to this user.",
        PostgresErrorCodes.TooManyConnections => "PostgreSQL has no connection left.",
        PostgresErrorCodes.ReadOnlySqlTransaction => "PostgreSQL takes no writes: it is a standby, or read-only.",
        PostgresErrorCodes.DiskFull => "The disk of the PostgreSQL server is full.",
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
            "PostgreSQL is starting or being stopped.",
        _ => $"PostgreSQL reports the error {failure.SqlState}; its log has the details.",
    };
}
